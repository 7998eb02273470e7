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
    private const ushort DnsPort = 53;
    private const ushort FirstUserPort = 1024;

    /// <summary>Segments without a beginning that are held for one that they may have overtaken.</summary>
    private const int MostHeld = 3;
    private const long LongestHold = Instant.NanosecondsPerSecond;

    /// <summary>What lies farther from the last message than any window is no repetition but a new connection on the same ports.</summary>
    private const int FarthestRepeat = 1 << 24;

    private readonly StreamMessages _messages;
    private readonly FlowTable _flows;
    private readonly OpenStreams _open;
    private readonly ReassemblyCounters _counters;

    public TcpStreams(IFrameObserver observer, ReassemblyCounters counters, int flows = 1 << 16, int streams = 1 << 12, long budget = 1 << 24)
    {
        _counters = counters;
        _messages = new StreamMessages(observer);
        _flows = new FlowTable(flows, counters);
        _open = new OpenStreams(streams, budget, _messages, _flows, counters);
    }

    /// <summary>Bytes of all buffers.</summary>
    public long Used => _open.Used;

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
        if (segment.IsAck && context.SourcePort != DnsPort)
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
            return Unsafe.IsNullRef(ref open) ? Unknown(context, key, sequence, payload, isCut) : More(context, key, ref open, sequence, payload, isCut);
        }
        var offset = (int)(sequence - flow.Next);
        if (flow.Stage == FlowStage.Settled)
        {
            return Later(context, key, ref flow, offset, payload, isCut);
        }
        if (offset + (long)payload.Length <= 0)
        {
            return flow.Stage == FlowStage.Dns ? Earlier(context, ref flow, sequence, payload) : FrameOutcome.NotOfInterest; // a keep-alive's byte
        }
        if (offset < 0)
        {
            payload = payload[-offset..];
            offset = 0;
        }
        return offset == 0 ? First(context, key, flow, payload, isMidStream: false, isCut) : Early(context, key, flow, offset, payload, isCut);
    }

    /// <summary>DNS in front of what was read: it came before, or was overtaken by the first segment that was understood.</summary>
    private FrameOutcome Earlier(scoped in FrameContext context, ref TcpFlow flow, uint sequence, ReadOnlySpan<byte> payload)
    {
        if (flow.HasSyn || (int)(sequence + (uint)payload.Length - flow.Start) > 0 || !StreamMessages.BeginsDns(payload))
        {
            return FrameOutcome.Duplicate;
        }
        flow.Start = sequence;
        return _messages.ReadDns(context, payload, out _);
    }

    /// <summary>A connection whose beginning was not captured, or is not remembered.</summary>
    private FrameOutcome Unknown(scoped in FrameContext context, in FlowKey key, uint sequence, ReadOnlySpan<byte> payload, bool isCut)
    {
        var flow = new TcpFlow { Start = sequence, Next = sequence, Stage = FlowStage.Settled };
        if (StreamMessages.CouldBegin(payload) || (IsDns(context) && StreamMessages.BeginsDns(payload)))
        {
            return First(context, key, flow, payload, isMidStream: false, isCut);
        }
        if (!isCut && MayHaveOvertaken(context))
        {
            return Hold(context, key, flow, payload);
        }
        flow.Next = sequence + (uint)payload.Length;
        if (!IsDns(context))
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
        if (IsDns(context) && (flow.Stage != FlowStage.Settled || StreamMessages.BeginsDns(payload)) && !IsHello(payload))
        {
            return Dns(context, key, flow, payload, isCut);
        }
        var progress = default(StreamProgress);
        var outcome = _messages.Read(context, ref progress, payload, isMidStream, isCut);
        if (outcome == FrameOutcome.Segment)
        {
            if (payload.Length < OpenStreams.Reach(progress.Kind))
            {
                Open(context, key, flow, progress, payload).IsMidStream = isMidStream;
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
                return Hold(context, key, flow, payload);
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
        var kind = flow.Stage == FlowStage.Dns || IsDns(context) ? StreamKind.Dns : StreamKind.Unknown;
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
        if (IsDns(context))
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

    private FrameOutcome Dns(scoped in FrameContext context, in FlowKey key, TcpFlow flow, ReadOnlySpan<byte> payload, bool isCut)
    {
        var outcome = _messages.ReadDns(context, payload, out var length);
        if (length < 0 || (isCut && length < payload.Length))
        {
            _flows.Remove(key); // where the next message begins is not known: a segment that begins like one will tell
            return isCut && outcome == FrameOutcome.Segment ? FrameOutcome.Truncated : outcome;
        }
        flow.Next += (uint)length;
        flow.Stage = FlowStage.Dns;
        if (length == payload.Length)
        {
            _flows.Put(key, flow, context.Time);
        }
        else
        {
            Open(context, key, flow, new StreamProgress { Kind = StreamKind.Dns }, payload[length..]);
        }
        return outcome;
    }

    /// <summary>A segment of a stream that waits for bytes.</summary>
    private FrameOutcome More(scoped in FrameContext context, in FlowKey key, ref OpenStream open, uint sequence, ReadOnlySpan<byte> payload, bool isCut)
    {
        var offset = (int)(sequence - open.Flow.Next);
        if (!open.Flow.HasSyn && !open.IsMidStream && open.Progress.Kind != StreamKind.Dns && (open.IsHeld || offset < 0))
        {
            return Guess(context, key, ref open, offset, payload, isCut);
        }
        if (offset + (long)payload.Length <= 0)
        {
            return FrameOutcome.Duplicate;
        }
        if (offset < 0)
        {
            payload = payload[-offset..];
            offset = 0;
        }
        if (open.Buffer.Start.IsEmpty && open.Progress.Kind == StreamKind.Unknown && offset > 0 && StreamMessages.Begins(payload))
        {
            open.Flow.Next += (uint)offset;
            open.Buffer.Consume(offset);
            open.IsMidStream = true;
            offset = 0;
        }
        if (!_open.TryAdd(key, context, offset, payload))
        {
            return TooMuch(context, key, sequence, payload, isCut);
        }
        return Continue(context, key, isCut);
    }

    /// <summary>A stream without SYN: does it begin with this segment, or with one that it has overtaken too?</summary>
    private FrameOutcome Guess(scoped in FrameContext context, in FlowKey key, ref OpenStream open, int offset, ReadOnlySpan<byte> payload, bool isCut)
    {
        var begins = offset <= 0 ? StreamMessages.CouldBegin(payload) : StreamMessages.Begins(payload);
        var isDns = IsDns(context) && StreamMessages.BeginsDns(payload);
        if (!begins && !isDns)
        {
            if (!open.IsHeld)
            {
                return FrameOutcome.Duplicate; // in front of a hello that is being collected: not of it
            }
            var isOver = open.Pieces >= MostHeld || context.Time.Nanoseconds - open.Time.Nanoseconds > LongestHold || isCut;
            if (isOver || !_open.TryAdd(key, context, offset, payload))
            {
                _open.FinishWith(key, ref open, context);
                return FrameOutcome.NotOfInterest;
            }
            return FrameOutcome.Segment;
        }
        if (offset > 0)
        {
            open.IsMidStream = !isDns;
            open.Flow.Next += (uint)offset;
            open.Buffer.Consume(offset);
            offset = 0;
        }
        open.Progress = new StreamProgress { Kind = isDns ? StreamKind.Dns : StreamKind.Unknown };
        open.Flow.Stage = isDns ? FlowStage.Dns : FlowStage.Settled;
        _open.Release(key);
        open.Shown = 0;
        return _open.TryAdd(key, context, offset, payload) ? Continue(context, key, isCut) : TooMuch(context, key, open.Flow.Next, payload, isCut);
    }

    /// <summary>Reads on where a stream has grown.</summary>
    private FrameOutcome Continue(scoped in FrameContext context, in FlowKey key, bool isCut)
    {
        ref var open = ref _open.Find(key);
        if (isCut && open.Progress.Kind != StreamKind.Dns)
        {
            var last = _open.FinishWith(key, ref open, context);
            return last == FrameOutcome.NotOfInterest ? FrameOutcome.Truncated : last;
        }
        var bytes = open.Buffer.Start;
        if (bytes.Length == open.Shown)
        {
            return FrameOutcome.Segment;
        }
        if (open.Progress.Kind == StreamKind.Dns)
        {
            return ContinueDns(context, key, ref open, bytes, isCut);
        }
        open.Shown = bytes.Length;
        var outcome = _messages.Read(context, ref open.Progress, bytes, open.IsMidStream, isLast: false);
        if (outcome == FrameOutcome.Segment)
        {
            return bytes.Length < OpenStreams.Reach(open.Progress.Kind) ? outcome : _open.FinishWith(key, ref open, context);
        }
        if (!open.Progress.IsTold)
        {
            if (!open.Flow.HasSyn && !open.IsMidStream && open.Pieces < MostHeld && MayHaveOvertaken(context))
            {
                _open.Hold(key, context.Time);
                return FrameOutcome.Segment;
            }
            if (open.Flow.HasSyn && !open.IsMidStream && context.DestinationPort == TlsPort)
            {
                _messages.Unread(context);
            }
        }
        else
        {
            _counters.MessagesJoined++;
        }
        open.Flow.HasHello |= open.Progress.IsHelloTold;
        open.Flow.Next += (uint)open.Buffer.End;
        open.Flow.Stage = FlowStage.Settled;
        _open.Close(key, context.Time);
        return outcome;
    }

    private FrameOutcome ContinueDns(scoped in FrameContext context, in FlowKey key, ref OpenStream open, ReadOnlySpan<byte> bytes, bool isCut)
    {
        var outcome = _messages.ReadDns(context, bytes, out var length);
        if (length < 0 || (isCut && length < bytes.Length))
        {
            _open.Close(key, context.Time, isForgotten: true);
            return outcome;
        }
        if (length > 0)
        {
            _counters.MessagesJoined++;
            open.Buffer.Consume(length);
            open.Flow.Next += (uint)length;
            open.Flow.Stage = FlowStage.Dns;
            _open.Renew(key, context.Time);
        }
        open.Shown = bytes.Length - length;
        if (open.Buffer.End == 0)
        {
            _open.Close(key, context.Time);
        }
        return outcome;
    }

    /// <summary>A piece that lies too far ahead, or leaves too many gaps.</summary>
    private FrameOutcome TooMuch(scoped in FrameContext context, in FlowKey key, uint sequence, ReadOnlySpan<byte> payload, bool isCut)
    {
        ref var open = ref _open.Find(key);
        if (open.Progress.Kind != StreamKind.Dns)
        {
            return FrameOutcome.NotOfInterest; // what is awaited may still come
        }
        _open.Finish(key);
        return StreamMessages.BeginsDns(payload) ? Unknown(context, key, sequence, payload, isCut) : FrameOutcome.NotOfInterest;
    }

    private FrameOutcome Hold(scoped in FrameContext context, in FlowKey key, in TcpFlow flow, ReadOnlySpan<byte> payload)
    {
        if (!_open.HasRoomToHold)
        {
            _flows.Remove(key);
            return FrameOutcome.NotOfInterest;
        }
        Open(context, key, flow, default, payload);
        _open.Hold(key, context.Time);
        return FrameOutcome.Segment;
    }

    private ref OpenStream Open(scoped in FrameContext context, in FlowKey key, in TcpFlow flow, in StreamProgress progress, ReadOnlySpan<byte> payload)
    {
        var copy = flow; // may stand in the table
        _flows.Remove(key);
        _open.Open(key, copy, context.Time).Progress = progress;
        _open.TryAdd(key, context, 0, payload);
        ref var open = ref _open.Find(key);
        open.Shown = payload.Length;
        return ref open;
    }

    /// <summary>Where names rarely come from.</summary>
    public static bool IsFromServer(ushort source, ushort destination) => source < FirstUserPort && destination >= FirstUserPort && source != DnsPort;

    public static bool IsDns(scoped in FrameContext context) => context.SourcePort == DnsPort || context.DestinationPort == DnsPort;

    private static bool IsHello(ReadOnlySpan<byte> payload) => TlsRecord.LooksLikeClientHello(payload) && StreamMessages.Begins(payload);

    /// <summary>Where a name is worth holding segments for: a server's port, or one of the usual others.</summary>
    private static bool MayHaveOvertaken(scoped in FrameContext context) =>
        context.DestinationPort is < FirstUserPort or 8080 or 8443 || context.SourcePort == DnsPort;
}
