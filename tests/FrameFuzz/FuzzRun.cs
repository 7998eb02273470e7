using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.FrameFuzz;

/// <summary>
/// Sends spoiled frames, in runs of one capture so that flows, fragments and leases meet their other halves, through the whole pipeline and
/// through the event writer. The laws: no exception, no frame without its outcome. Seeded: a failure can be had again.
/// </summary>
public sealed class FuzzRun : IDisposable
{
    private const int LongestRun = 24;
    private static readonly LinkType[] _linkTypes =
        [.. new[] { 0, 1, 9, 12, 50, 51, 101, 104, 105, 107, 108, 109, 113, 119, 127, 163, 192, 228, 229, 239, 276 }.Select(value => new LinkType((ushort)value))];

    private readonly IReadOnlyList<SampleFrame[]> _captures;
    private readonly Random _random;
    private readonly FrameMutator _mutator;
    private readonly Pipeline _pipeline;
    private readonly EventWriter _events = new(Stream.Null);
    private FrameDissector _dissector;
    private long _nanoseconds = 1_262_563_200_000_000_000;
    private ulong _digest = 14_695_981_039_346_656_037;

    public FuzzRun(IReadOnlyList<SampleFrame[]> captures, int seed)
    {
        _captures = captures;
        _random = new Random(seed);
        _mutator = new FrameMutator(_random);
        _pipeline = new Pipeline(CatalogFile.Load([]), new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions());
        _dissector = new FrameDissector(_events, duplicates: null);
    }

    /// <summary>Frames sent so far; may be read by another thread.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    private long _sent;

    /// <summary>Of all outcomes in their order: the same seed and captures give the same.</summary>
    public ulong Digest => _digest;

    public long Events => _events.Written;

    public long Evictions => _pipeline.Evictions;

    public ReadOnlySpan<long> Outcomes => _pipeline.Outcomes;

    /// <exception cref="InvalidOperationException">A law is broken: says which frame did it.</exception>
    public void Send(long frames)
    {
        while (_sent < frames)
        {
            SendOneRun(frames);
        }
        long sum = 0;
        foreach (var count in _pipeline.Outcomes)
        {
            sum += count;
        }
        if (sum != _sent)
        {
            throw new InvalidOperationException($"{_sent} frames in, {sum} outcomes");
        }
    }

    public void Dispose() => _events.Dispose();

    private void SendOneRun(long frames)
    {
        var capture = _captures[_random.Next(_captures.Count)];
        if (_random.Next(4096) == 0)
        {
            _dissector = new FrameDissector(_events, duplicates: null);
        }
        var first = _random.Next(capture.Length);
        var isShuffled = _random.Next(8) == 0;
        for (var i = 0; i < LongestRun && first + i < capture.Length && _sent < frames; i++)
        {
            var frame = isShuffled ? capture[_random.Next(first, Math.Min(capture.Length, first + LongestRun))] : capture[first + i];
            var other = _captures[_random.Next(_captures.Count)];
            Step();
            SendOne(_mutator.Mutate(frame.Bytes, other[_random.Next(other.Length)].Bytes), frame.LinkType);
        }
    }

    /// <summary>Mostly microseconds, now and then minutes, and sometimes back.</summary>
    private void Step() => _nanoseconds += _random.Next(1000) switch
    {
        0 => 60_000_000_000,
        1 => -90_000_000_000,
        < 20 => 1_000_000_000,
        _ => 20_000,
    };

    private void SendOne(ReadOnlySpan<byte> bytes, LinkType linkType)
    {
        var type = _random.Next(64) == 0 ? _linkTypes[_random.Next(_linkTypes.Length)] : linkType;
        var frame = new CapturedFrame(bytes, new Instant(_nanoseconds), type, _sent + 1);
        try
        {
            _pipeline.Process(frame);
            var outcome = _dissector.Dissect(frame);
            _digest = (_digest ^ (byte)outcome) * 1_099_511_628_211;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"frame {_sent + 1}, link type {type}: {exception.GetType().Name} for {Convert.ToHexStringLower(bytes)}", exception);
        }
        Interlocked.Increment(ref _sent);
    }
}
