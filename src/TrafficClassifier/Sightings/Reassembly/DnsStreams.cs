using TrafficClassifier.Sightings.Messages;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>DNS over TCP: one message after the other, each behind its length (RFC 1035 4.2.2).</summary>
internal sealed class DnsStreams
{
    public const ushort Port = 53;

    private readonly StreamMessages _messages;
    private readonly FlowTable _flows;
    private readonly OpenStreams _open;
    private readonly ReassemblyCounters _counters;

    public DnsStreams(StreamMessages messages, FlowTable flows, OpenStreams open, ReassemblyCounters counters)
    {
        _messages = messages;
        _flows = flows;
        _open = open;
        _counters = counters;
    }

    public static bool IsDns(scoped in FrameContext context) => context.SourcePort == Port || context.DestinationPort == Port;

    /// <summary>Bytes that are next in order, where a message begins.</summary>
    public FrameOutcome Read(scoped in FrameContext context, in FlowKey key, TcpFlow flow, ReadOnlySpan<byte> payload, bool isCut)
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
            _open.Start(context, key, flow, new StreamProgress { Kind = StreamKind.Dns }, payload[length..]);
        }
        return outcome;
    }

    /// <summary>DNS in front of what was read: it came before, or was overtaken by the first segment that was understood.</summary>
    public FrameOutcome ReadEarlier(scoped in FrameContext context, ref TcpFlow flow, uint sequence, ReadOnlySpan<byte> payload)
    {
        if (flow.HasSyn || (int)(sequence + (uint)payload.Length - flow.Start) > 0 || !StreamMessages.BeginsDns(payload))
        {
            return FrameOutcome.Duplicate;
        }
        flow.Start = sequence;
        return _messages.ReadDns(context, payload, out _);
    }

    /// <summary>Reads on where a stream has grown.</summary>
    public FrameOutcome Continue(scoped in FrameContext context, in FlowKey key, ref OpenStream open, ReadOnlySpan<byte> bytes, bool isCut)
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
}
