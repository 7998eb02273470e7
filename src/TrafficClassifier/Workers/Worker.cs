using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Workers;

/// <summary>
/// Dissects a share of the frames on a thread of its own and hands what it finds to the <see cref="CountingStage"/> that made it. Both
/// directions of a flow, its fragments and its duplicates must come to the same worker: frames between the same two addresses.
/// </summary>
public sealed class Worker : IFrameHandler
{
    /// <summary>The longest that live records wait for others, by the frames' time: a person sees a site within a second.</summary>
    private const ulong HandOverNanoseconds = 20_000_000;

    private readonly ObservationLog _log;
    private readonly DuplicateFilter _duplicates = new();

    /// <summary>Frames of the current minute by outcome that are not told yet; the last figure are the lost ones.</summary>
    private readonly long[] _frames = new long[Enum.GetValues<FrameOutcome>().Length + 1];
    private long _order = long.MinValue;
    private long _handedOver;
    private long _minuteStart = long.MaxValue;
    private long _minuteEnd = long.MinValue;
    private bool _hasFrames;

    internal Worker(LogExchange exchange, int number, TunnelPolicy tunnels)
    {
        _log = new ObservationLog(exchange, number);
        Dissector = new FrameDissector(_log, _duplicates, tunnels);
    }

    /// <summary>Its counters may be read at any time, by any thread.</summary>
    public FrameDissector Dissector { get; }

    /// <summary>What bounded tables gave up.</summary>
    public long Evictions => _duplicates.Evictions + Dissector.Evictions;

    /// <summary>Takes a frame of an interface. Waits where the counting stage is behind: the ring takes what comes meanwhile.</summary>
    public void Handle(scoped in CapturedFrame frame)
    {
        var time = frame.Time.Nanoseconds;
        _order = Math.Max(_order, time);
        Take(_order, frame);
        if (unchecked((ulong)(time - _handedOver)) > HandOverNanoseconds)
        {
            _handedOver = time;
            HandOver(_order);
        }
    }

    /// <summary>
    /// No frame came up to this time: what was seen is handed over, messages and minutes whose time is up are over, and other workers' frames
    /// up to then need not wait. Call it at least every 100 ms, also while no frame comes.
    /// </summary>
    public void Tick(Instant now)
    {
        _order = Math.Max(_order, now.Nanoseconds);
        Begin(_order, now);
        HandOver(_order);
    }

    /// <summary>Frames that never came, in the minute of this time.</summary>
    public void Lost(Instant time, long frames)
    {
        if (_order == long.MinValue)
        {
            _order = time.Nanoseconds;
            Begin(_order, time);
        }
        Lose(_order, time, frames);
    }

    /// <summary>As <see cref="Lost"/>, at a place in the order.</summary>
    internal void Lose(long order, Instant time, long frames)
    {
        Span<long> figures = stackalloc long[_frames.Length];
        figures.Clear();
        figures[^1] = frames;
        _log.MoveTo(order, ObservationStep.Frame);
        _log.WriteFrames(time, figures);
    }

    /// <summary>No more frames come: what waited for others is told, and all is handed over.</summary>
    public void Close()
    {
        _log.MoveTo(long.MaxValue - 1, ObservationStep.Summary);
        WriteFrames();
        _log.MoveTo(long.MaxValue, ObservationStep.Expiry);
        Dissector.Close();
        _log.HandOver(long.MaxValue, isLast: true);
    }

    /// <summary>Does with a frame what a pipeline does.</summary>
    internal void Take(long order, scoped in CapturedFrame frame)
    {
        Begin(order, frame.Time);
        TakeQuiet(order, frame);
    }

    /// <summary>What a frame's time alone does, whoever's it is: messages that waited for too long are over, minutes begin.</summary>
    internal void Begin(long order, Instant time)
    {
        _log.MoveTo(order, ObservationStep.Expiry);
        Dissector.Expire(time);
        if (time.Nanoseconds < _minuteStart || time.Nanoseconds >= _minuteEnd)
        {
            _log.MoveTo(order, ObservationStep.Summary);
            WriteFrames();
            _log.MoveTo(order, ObservationStep.Minute);
            _log.WriteMinute(time);
            _minuteStart = Instant.FromMinute(time.Minute).Nanoseconds;
            _minuteEnd = _minuteStart + Instant.NanosecondsPerMinute;
        }
    }

    /// <summary>
    /// From now to this time nothing that a frame's time alone does is due, neither a minute nor an expiry, if no frame of the worker's own is
    /// before <paramref name="earliest"/>: what these open is waited for longer.
    /// </summary>
    internal (long From, long Until) Quiet(long earliest) => (_minuteStart,
        Math.Min(_minuteEnd - 1, Math.Min(Dissector.QuietUntil.Nanoseconds, earliest + FrameDissector.ShortestWait)));

    /// <summary>As <see cref="Take"/>, while it is quiet.</summary>
    internal void TakeQuiet(long order, scoped in CapturedFrame frame)
    {
        _log.MoveTo(order, ObservationStep.Frame);
        _frames[(int)Dissector.Dissect(frame)]++;
        _hasFrames = true;
    }

    /// <summary>Hands over what was found.</summary>
    /// <param name="order">Everything up to it is told.</param>
    internal void HandOver(long order)
    {
        _log.MoveTo(order, ObservationStep.Frame);
        WriteFrames();
        _log.HandOver(order);
    }

    internal bool IsHalfFull => _log.IsHalfFull;

    private void WriteFrames()
    {
        if (_hasFrames)
        {
            _log.WriteFrames(new Instant(_minuteStart), _frames);
            _frames.AsSpan().Clear();
            _hasFrames = false;
        }
    }
}
