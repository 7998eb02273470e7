using TrafficClassifier.Sightings.Messages;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>Streams in pieces, read as they grow; and segments that are held, because they may have overtaken the beginning.</summary>
internal sealed class WaitingStreams
{
    /// <summary>Segments without a beginning that are held for one that they may have overtaken.</summary>
    private const int MostHeld = 3;
    private const long LongestHold = Instant.NanosecondsPerSecond;

    private readonly StreamMessages _messages;
    private readonly FlowTable _flows;
    private readonly OpenStreams _open;
    private readonly DnsStreams _dns;
    private readonly ReassemblyCounters _counters;

    public WaitingStreams(StreamMessages messages, FlowTable flows, OpenStreams open, DnsStreams dns, ReassemblyCounters counters)
    {
        _messages = messages;
        _flows = flows;
        _open = open;
        _dns = dns;
        _counters = counters;
    }

    /// <summary>A segment of a stream that waits for bytes.</summary>
    /// <param name="context">Of its frame.</param>
    /// <param name="key">Of the stream, which is open.</param>
    /// <param name="open">The stream.</param>
    /// <param name="sequence">Of the payload; then of what is new in it.</param>
    /// <param name="payload">Not empty; then what is new in it.</param>
    /// <param name="isCut">The payload goes on, but the capture does not hold it.</param>
    /// <returns>Null when the stream was given up, and this segment is to be read as one of a stream that is not known.</returns>
    public FrameOutcome? Read(scoped in FrameContext context, in FlowKey key, ref OpenStream open, ref uint sequence, ref ReadOnlySpan<byte> payload, bool isCut)
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
            sequence -= (uint)offset;
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
            return TooMuch(key, payload);
        }
        return Continue(context, key, isCut);
    }

    /// <summary>Holds a segment without a beginning for one that it may have overtaken.</summary>
    public FrameOutcome Hold(scoped in FrameContext context, in FlowKey key, in TcpFlow flow, ReadOnlySpan<byte> payload)
    {
        if (!_open.HasRoomToHold)
        {
            _flows.Remove(key);
            return FrameOutcome.NotOfInterest;
        }
        _open.Start(context, key, flow, default, payload);
        _open.Hold(key, context.Time);
        return FrameOutcome.Segment;
    }

    /// <summary>A stream without SYN: does it begin with this segment, or with one that it has overtaken too?</summary>
    private FrameOutcome? Guess(scoped in FrameContext context, in FlowKey key, ref OpenStream open, int offset, ReadOnlySpan<byte> payload, bool isCut)
    {
        var begins = offset <= 0 ? StreamMessages.CouldBegin(payload) : StreamMessages.Begins(payload);
        var isDns = DnsStreams.IsDns(context) && StreamMessages.BeginsDns(payload);
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
        return _open.TryAdd(key, context, offset, payload) ? Continue(context, key, isCut) : TooMuch(key, payload);
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
            return _dns.Continue(context, key, ref open, bytes, isCut);
        }
        open.Shown = bytes.Length;
        var outcome = _messages.Read(context, ref open.Progress, bytes, open.IsMidStream, isLast: false);
        if (outcome == FrameOutcome.Segment)
        {
            return bytes.Length < OpenStreams.Reach(open.Progress.Kind) ? outcome : _open.FinishWith(key, ref open, context);
        }
        if (!open.Progress.IsTold)
        {
            if (!open.Flow.HasSyn && !open.IsMidStream && open.Pieces < MostHeld && TcpStreams.MayHaveOvertaken(context))
            {
                _open.Hold(key, context.Time);
                return FrameOutcome.Segment;
            }
            if (open.Flow.HasSyn && !open.IsMidStream && context.DestinationPort == TcpStreams.TlsPort)
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

    /// <summary>A piece that lies too far ahead, or leaves too many gaps.</summary>
    private FrameOutcome? TooMuch(in FlowKey key, ReadOnlySpan<byte> payload)
    {
        ref var open = ref _open.Find(key);
        if (open.Progress.Kind != StreamKind.Dns)
        {
            return FrameOutcome.NotOfInterest; // what is awaited may still come
        }
        _open.Finish(key);
        return StreamMessages.BeginsDns(payload) ? null : FrameOutcome.NotOfInterest;
    }
}
