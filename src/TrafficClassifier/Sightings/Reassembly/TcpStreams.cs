using System.Runtime.CompilerServices;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// TCP reassembly, just enough: of each direction that a name may come in, the first message, however it is cut, ordered and repeated; of
/// DNS every message; of other streams those that begin at the beginning of a segment. One that stands whole in its segment takes no
/// buffer, and no flow needs its SYN or its other direction. Sequence numbers are compared modulo 2^32 (RFC 9293 3.4).
/// </summary>
internal sealed class TcpStreams
{
    public const ushort TlsPort = 443;
    private const ushort FirstUserPort = 1024;

    /// <summary>What lies farther from the last message than any window is no repetition but a new connection on the same ports.</summary>
    private const int FarthestRepeat = 1 << 24;

    private readonly StreamMessages _messages;
    private readonly FlowTable _flows;
    private readonly OpenStreams _open;
    private readonly WaitingStreams _waiting;
    private readonly DnsStreams _dns;
    private readonly ReassemblyCounters _counters;

    public TcpStreams(IFrameObserver observer, ReassemblyCounters counters, int flows = 1 << 16, int streams = 1 << 12, long budget = 1 << 24)
    {
        _counters = counters;
        _messages = new StreamMessages(observer);
        _flows = new FlowTable(flows, counters);
        _open = new OpenStreams(streams, budget, _messages, _flows, counters);
        _dns = new DnsStreams(_messages, _flows, _open, counters);
        _waiting = new WaitingStreams(_messages, _flows, _open, _dns, counters);
    }

    /// <summary>Bytes of all buffers.</summary>
    public long Used => _open.Used;

    /// <summary>Something is collected that came from a server's port.</summary>
    public bool IsServerAwaited => _open.FromServers != 0;

    /// <summary>Until this time nothing expires that is waited for now.</summary>
    public Instant QuietUntil => _open.QuietUntil;

    /// <summary>Reads what came of the messages whose rest has been waited for too long.</summary>
    public void Expire(Instant now) => _open.Expire(now);

    /// <summary>Reads what came of the messages whose rest never did: the input has ended.</summary>
    public void Close() => _open.FinishAll();

    /// <summary>A segment that carries payload, or opens or ends a connection.</summary>
    /// <param name="context">With ports.</param>
    /// <param name="segment">Its payload ends where the packet's length says: padding is no payload.</param>
    /// <param name="isCut">The payload goes on, but the capture does not hold it.</param>
    public FrameOutcome Read(scoped in FrameContext context, scoped in TcpSegment segment, bool isCut)
    {
        var mayMatter = MayMatter(context, segment.Payload);
        if (!mayMatter && !segment.IsEdge)
        {
            return FrameOutcome.NotOfInterest;
        }
        var key = FlowKey.Of(context);
        if (segment.IsSyn)
        {
            Begin(context, key, segment);
        }
        var outcome = mayMatter ? Payload(context, key, segment.PayloadSequence, segment.Payload, isCut) : FrameOutcome.NotOfInterest;
        if (segment.IsFin || segment.IsReset)
        {
            End(context, key, segment);
        }
        return outcome;
    }

    /// <summary>Names come from clients. What servers say is DNS, or looks like a hello because the ports are not what they seem.</summary>
    private bool MayMatter(scoped in FrameContext context, ReadOnlySpan<byte> payload) =>
        !payload.IsEmpty && (!IsFromServer(context.SourcePort, context.DestinationPort) || MayMatterFromServer(context, payload));

    /// <summary>What is collected goes on. A request in what a server answers to a known client is a page about requests.</summary>
    private bool MayMatterFromServer(scoped in FrameContext context, ReadOnlySpan<byte> payload)
    {
        var couldBegin = StreamMessages.CouldBegin(payload);
        if (!couldBegin && _open.FromServers == 0)
        {
            return false;
        }
        var key = FlowKey.Of(context);
        return !Unsafe.IsNullRef(ref _open.Find(key)) || (couldBegin && (IsClient(key) || !IsClient(key.Reversed)));
    }

    private bool IsClient(in FlowKey key)
    {
        ref var flow = ref _flows.Find(key);
        if (!Unsafe.IsNullRef(ref flow))
        {
            return flow.HasSyn || flow.HasHello;
        }
        ref var open = ref _open.Find(key);
        return !Unsafe.IsNullRef(ref open) && open.Flow.HasSyn;
    }

    /// <summary>The direction's first byte has the number behind the SYN's. A SYN that comes again changes nothing.</summary>
    private void Begin(scoped in FrameContext context, in FlowKey key, scoped in TcpSegment segment)
    {
        if (segment.IsAck && context.SourcePort != DnsStreams.Port)
        {
            return;
        }
        var start = segment.PayloadSequence;
        ref var open = ref _open.Find(key);
        if (!Unsafe.IsNullRef(ref open))
        {
            if (open.Flow.HasSyn ? open.Flow.Start == start : (int)(open.Flow.Next - start) is >= 0 and < FarthestRepeat)
            {
                return;
            }
            _open.Finish(key);
        }
        ref var flow = ref _flows.Find(key);
        var begun = new TcpFlow { Start = start, Next = start, HasSyn = true };
        if (Unsafe.IsNullRef(ref flow) || !flow.HasSyn || flow.Start != start)
        {
            _flows.Put(key, begun, context.Time);
        }
    }

    /// <summary>A stream that ends here has all it will ever have, if nothing in front of the end is missing.</summary>
    private void End(scoped in FrameContext context, in FlowKey key, scoped in TcpSegment segment)
    {
        ref var open = ref _open.Find(key);
        if (Unsafe.IsNullRef(ref open))
        {
            return;
        }
        var end = segment.PayloadSequence + (uint)segment.Payload.Length;
        // RFC 9293 3.10.7.4: a reset outside the window is none. Anybody can send one who does not see the numbers (RFC 5961 3.2).
        var isReset = segment.IsReset && end - open.Flow.Next <= (uint)OpenStreams.Reach(open.Progress.Kind);
        if (isReset || (open.Buffer.Start.Length == open.Buffer.End && open.Flow.Next + (uint)open.Buffer.End == end))
        {
            _counters.StreamsUnfinished++;
            _open.FinishWith(key, ref open, context);
        }
    }

    private FrameOutcome Payload(scoped in FrameContext context, in FlowKey key, uint sequence, ReadOnlySpan<byte> payload, bool isCut)
    {
        ref var flow = ref _flows.Find(key);
        if (Unsafe.IsNullRef(ref flow))
        {
            ref var open = ref _open.Find(key);
            return Unsafe.IsNullRef(ref open)
                ? Unknown(context, key, sequence, payload, isCut)
                : _waiting.Read(context, key, ref open, ref sequence, ref payload, isCut) ?? Unknown(context, key, sequence, payload, isCut);
        }
        var offset = (int)(sequence - flow.Next);
        if (flow.Stage == FlowStage.Settled)
        {
            return Later(context, key, ref flow, offset, payload, isCut);
        }
        if (offset + (long)payload.Length <= 0)
        {
            return flow.Stage == FlowStage.Dns ? _dns.ReadEarlier(context, ref flow, sequence, payload) : FrameOutcome.NotOfInterest; // a keep-alive's byte
        }
        if (offset < 0)
        {
            payload = payload[-offset..];
            offset = 0;
        }
        return offset == 0 ? First(context, key, flow, payload, isMidStream: false, isCut) : Early(context, key, flow, offset, payload, isCut);
    }

    /// <summary>A connection whose beginning was not captured, or is not remembered.</summary>
    private FrameOutcome Unknown(scoped in FrameContext context, in FlowKey key, uint sequence, ReadOnlySpan<byte> payload, bool isCut)
    {
        var flow = new TcpFlow { Start = sequence, Next = sequence, Stage = FlowStage.Settled };
        if (StreamMessages.CouldBegin(payload) || (DnsStreams.IsDns(context) && StreamMessages.BeginsDns(payload)))
        {
            return First(context, key, flow, payload, isMidStream: false, isCut);
        }
        if (!isCut && MayHaveOvertaken(context))
        {
            return _waiting.Hold(context, key, flow, payload);
        }
        flow.Next = sequence + (uint)payload.Length;
        if (!DnsStreams.IsDns(context))
        {
            _flows.Put(key, flow, context.Time);
        }
        return FrameOutcome.NotOfInterest;
    }

    /// <summary>A segment behind the first message.</summary>
    private FrameOutcome Later(scoped in FrameContext context, in FlowKey key, ref TcpFlow flow, int offset, ReadOnlySpan<byte> payload, bool isCut)
    {
        var isHello = HelloRecords.CouldBegin(payload);
        if (!isHello && !Wire.Http.HttpRequestHead.LooksLikeRequest(payload))
        {
            return FrameOutcome.NotOfInterest;
        }
        var isNear = Math.Abs((long)offset) < FarthestRepeat;
        if (isNear && offset + payload.Length <= 0)
        {
            return FrameOutcome.Duplicate;
        }
        if (isHello && isNear && flow.HasHello)
        {
            return FrameOutcome.NotOfInterest;
        }
        var later = flow;
        later.Next += (uint)offset;
        return First(context, key, later, payload, isMidStream: isNear, isCut);
    }

    /// <summary>Bytes that are next in order, where a message may begin.</summary>
    private FrameOutcome First(scoped in FrameContext context, in FlowKey key, TcpFlow flow, ReadOnlySpan<byte> payload, bool isMidStream, bool isCut)
    {
        if (DnsStreams.IsDns(context) && (flow.Stage != FlowStage.Settled || StreamMessages.BeginsDns(payload)) && !IsHello(payload))
        {
            return _dns.Read(context, key, flow, payload, isCut);
        }
        var progress = default(StreamProgress);
        var outcome = _messages.Read(context, ref progress, payload, isMidStream, isCut);
        if (outcome == FrameOutcome.Segment)
        {
            if (payload.Length < OpenStreams.Reach(progress.Kind))
            {
                _open.Start(context, key, flow, progress, payload).IsMidStream = isMidStream;
                return outcome;
            }
            outcome = FrameOutcome.NotOfInterest;
        }
        if (!progress.IsTold && !isMidStream)
        {
            if (flow.HasSyn && context.DestinationPort == TlsPort)
            {
                _messages.Unread(context);
            }
            else if (!flow.HasSyn && !isCut && progress.Kind == StreamKind.Unknown && MayHaveOvertaken(context))
            {
                return _waiting.Hold(context, key, flow, payload);
            }
        }
        flow.HasHello |= progress.IsHelloTold;
        flow.Next += (uint)payload.Length;
        flow.Stage = FlowStage.Settled;
        _flows.Put(key, flow, context.Time);
        return outcome;
    }

    /// <summary>Something in front of the payload is still missing.</summary>
    private FrameOutcome Early(scoped in FrameContext context, in FlowKey key, TcpFlow flow, int offset, ReadOnlySpan<byte> payload, bool isCut)
    {
        if (flow.Stage == FlowStage.Awaiting && StreamMessages.Begins(payload))
        {
            flow.Next += (uint)offset;
            return First(context, key, flow, payload, isMidStream: true, isCut);
        }
        var kind = flow.Stage == FlowStage.Dns || DnsStreams.IsDns(context) ? StreamKind.Dns : StreamKind.Unknown;
        if (offset + (long)payload.Length > OpenStreams.Reach(kind) || isCut)
        {
            return Lost(context, key, flow, offset, payload, isCut);
        }
        _flows.Remove(key);
        ref var open = ref _open.Open(key, flow, context.Time);
        open.Progress.Kind = kind;
        _open.TryAdd(key, context, offset, payload);
        return FrameOutcome.Segment;
    }

    /// <summary>What is missing is too much to wait for.</summary>
    private FrameOutcome Lost(scoped in FrameContext context, in FlowKey key, TcpFlow flow, int offset, ReadOnlySpan<byte> payload, bool isCut)
    {
        if (DnsStreams.IsDns(context))
        {
            _flows.Remove(key);
            return StreamMessages.BeginsDns(payload) ? Unknown(context, key, flow.Next + (uint)offset, payload, isCut) : FrameOutcome.NotOfInterest;
        }
        if (flow.HasSyn && context.DestinationPort == TlsPort)
        {
            _messages.Unread(context);
        }
        flow.Next += (uint)(offset + payload.Length);
        flow.Stage = FlowStage.Settled;
        _flows.Put(key, flow, context.Time);
        return FrameOutcome.NotOfInterest;
    }

    /// <summary>Where names rarely come from.</summary>
    public static bool IsFromServer(ushort source, ushort destination) => source < FirstUserPort && destination >= FirstUserPort && source != DnsStreams.Port;

    private static bool IsHello(ReadOnlySpan<byte> payload) => TlsRecord.LooksLikeClientHello(payload) && StreamMessages.Begins(payload);

    /// <summary>Where a name is worth holding segments for: a server's port, or one of the usual others.</summary>
    public static bool MayHaveOvertaken(scoped in FrameContext context) =>
        context.DestinationPort is < FirstUserPort or 8080 or 8443 || context.SourcePort == DnsStreams.Port;
}
