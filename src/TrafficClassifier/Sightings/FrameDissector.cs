using TrafficClassifier.Capture;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Takes a frame apart, from the link layer to the message that names a site or a person, and tells the observer. Knows no staff, no site
/// and no clock but the frames'.
/// </summary>
public sealed class FrameDissector
{
    private readonly LayerWalker _layers;
    private readonly TcpStreams _streams;
    private readonly QuicConnections _quic;
    private Instant _lookedAt = Instant.MaxValue;
    private Instant _quietUntil;
    private readonly long[] _outcomes = new long[Enum.GetValues<FrameOutcome>().Length];

    /// <param name="observer">Told of every message.</param>
    /// <param name="duplicates">Null: a message that repeats on the wire is told again.</param>
    /// <param name="tunnels">Null: all are opened.</param>
    public FrameDissector(IFrameObserver observer, DuplicateFilter? duplicates, TunnelPolicy? tunnels = null)
    {
        _streams = new TcpStreams(observer, Reassembly);
        _quic = new QuicConnections(observer);
        _layers = new LayerWalker(new MessageRecogniser(observer, duplicates, _streams, _quic), new FragmentTable(Reassembly), tunnels ?? TunnelPolicy.Any);
    }

    /// <summary>What became of messages and packets that came in pieces.</summary>
    public ReassemblyCounters Reassembly { get; } = new();

    /// <summary>Connections, messages and packets that made way, though what was missing of them might still have come.</summary>
    public long Evictions => Reassembly.Evictions + _quic.Evictions;

    /// <summary>Frames by <see cref="FrameOutcome"/>, since the start.</summary>
    public ReadOnlySpan<long> Outcomes => _outcomes;

    /// <summary>Frames nested deeper than is followed; each is <see cref="FrameOutcome.Unsupported"/>.</summary>
    public long TooDeep => _layers.TooDeep;

    /// <summary>Initial packets of QUIC that could not be decrypted.</summary>
    public long UndecryptableQuic => _quic.Undecryptable;

    /// <summary>Packets of tunnels that were not opened, because the policy does not trust their sender.</summary>
    public long UntrustedTunnels => _layers.UntrustedTunnels;

    /// <summary>Nothing is waited for less long than this, by the frames' time.</summary>
    internal const long ShortestWait = 10 * Instant.NanosecondsPerSecond;

    /// <summary>Until this time nothing expires that is waited for now.</summary>
    internal Instant QuietUntil => _streams.QuietUntil < _quic.QuietUntil ? _streams.QuietUntil : _quic.QuietUntil;

    /// <summary>Reads what came of messages that have been waited for too long at this time. A frame does so too.</summary>
    public void Expire(Instant now)
    {
        if (now >= _quietUntil || now < _lookedAt)
        {
            Look(now);
        }
    }

    public FrameOutcome Dissect(scoped in CapturedFrame frame)
    {
        Expire(frame.Time);
        if (frame.LinkType == LinkType.Ethernet && OrdinarySegment.Is(frame.Bytes, _streams.IsServerAwaited))
        {
            _outcomes[(int)FrameOutcome.NotOfInterest]++;
            return FrameOutcome.NotOfInterest;
        }
        var context = new FrameContext(frame.Time, frame.Number);
        var outcome = _layers.Walk(ref context, frame.LinkType, frame.Bytes);
        _outcomes[(int)outcome]++;
        return outcome;
    }

    /// <summary>What is begun from this time on waits for <see cref="ShortestWait"/> at least: until then one compare is enough.</summary>
    private void Look(Instant now)
    {
        _streams.Expire(now);
        _quic.Expire(now);
        _lookedAt = now;
        var begun = new Instant(now.Nanoseconds + ShortestWait);
        _quietUntil = QuietUntil < begun ? QuietUntil : begun;
    }

    /// <summary>The input has ended: messages whose rest never came are read as far as they did.</summary>
    public void Close()
    {
        _streams.Close();
        _quic.Close();
    }
}
