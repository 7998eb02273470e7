using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;

namespace TrafficClassifier.Server.Running;

/// <summary>What the capture did not see, from one look to the next: of each interface, and of all.</summary>
internal sealed class LossMeter
{
    private readonly Line[] _lines;
    private readonly SoftnetCounters _softnet = new();
    private long _softnetDropped;

    public LossMeter(IReadOnlyList<InterfaceCapture> interfaces) => _lines = [.. interfaces.Select(capture => new Line(capture))];

    /// <summary>Since the start; in the order of the interfaces.</summary>
    public IReadOnlyList<CaptureLoss> Totals => [.. _lines.Select(line => line.Total)];

    /// <summary>What the cards counted since the start; null: the kernel does not tell.</summary>
    public IReadOnlyList<InterfaceCounters?> Cards => [.. _lines.Select(line => line.Card)];

    public SoftnetCounters Softnet => _softnet;

    /// <param name="seconds">Since the last call.</param>
    public CaptureLoss Look(int seconds)
    {
        var sum = default(CaptureLoss);
        foreach (var line in _lines)
        {
            sum += line.Look(seconds);
        }
        _softnet.Read();
        var dropped = _softnet.Dropped - _softnetDropped;
        _softnetDropped = _softnet.Dropped;
        // Most kernels count a full backlog in the interface's figures too: the greater one has all.
        return sum with { BeforeRing = Math.Max(sum.BeforeRing, dropped) };
    }

    private sealed class Line(InterfaceCapture capture)
    {
        private EngineCounters _engine;
        private InterfaceCounters? _last = InterfaceCounters.Read(capture.Name);

        public CaptureLoss Total { get; private set; }

        public InterfaceCounters? Card { get; private set; }

        public CaptureLoss Look(int seconds)
        {
            var engine = capture.ReadCounters();
            var received = engine.Received - _engine.Received;
            var card = InterfaceCounters.Read(capture.Name);
            var since = card is { } now && _last is { } before ? now.Since(before) : card ?? default;
            var isCaptured = capture.IsCaptured();
            var loss = new CaptureLoss(engine.Dropped - _engine.Dropped, since.Lost, isCaptured ? since.KeptAway(received) : 0, engine.Freezes - _engine.Freezes,
                isCaptured ? 0 : seconds, 0);
            _engine = engine;
            _last = card ?? _last;
            Card = card is null ? Card : Sum(Card ?? default, since);
            Total += loss;
            return loss;
        }

        private static InterfaceCounters Sum(in InterfaceCounters one, in InterfaceCounters other) => new(one.Received + other.Received, one.Dropped + other.Dropped,
            one.Missed + other.Missed, one.Overruns + other.Overruns, one.Errors + other.Errors);
    }
}
