using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>Recognises the message a packet carries, and tells the observer.</summary>
internal sealed class MessageRecogniser
{
    private readonly IFrameObserver _observer;
    private readonly DuplicateFilter? _duplicates;
    private readonly TcpStreams _streams;
    private readonly DatagramMessages _datagrams;

    public MessageRecogniser(IFrameObserver observer, DuplicateFilter? duplicates, TcpStreams streams, QuicConnections quic)
    {
        _observer = observer;
        _streams = streams;
        _duplicates = duplicates;
        _datagrams = new DatagramMessages(observer, duplicates, quic);
    }

    public FrameOutcome Tcp(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut)
    {
        var status = TcpSegment.TryRead(bytes, out var segment);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        if (segment.Payload.IsEmpty && !segment.IsEdge)
        {
            return FrameOutcome.NotOfInterest;
        }
        context.IsTcp = true;
        context.SourcePort = segment.SourcePort;
        context.DestinationPort = segment.DestinationPort;
        return VpnHandshake.IsSegment(context.DestinationPort, segment.Payload) ? Vpn(context, bytes) : _streams.Read(context, segment, isCut);
    }

    public FrameOutcome Udp(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut) => _datagrams.Read(ref context, bytes, isCut);

    /// <summary>No duplicate is looked for: what is claimed twice is one claim.</summary>
    public FrameOutcome Arp(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = ArpPacket.TryRead(bytes, out var packet);
        if (status != DecodeStatus.Ok)
        {
            return status == DecodeStatus.Unsupported ? FrameOutcome.NotOfInterest : FrameOutcomes.Of(status);
        }
        _observer.ObserveArp(context, packet);
        return FrameOutcome.Classified;
    }

    public FrameOutcome Icmpv6(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !NeighbourMessage.IsType(bytes[0]))
        {
            return FrameOutcome.NotOfInterest;
        }
        var status = NeighbourMessage.TryRead(bytes, out var message);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        _observer.ObserveNeighbour(context, message);
        return FrameOutcome.Classified;
    }

    /// <summary>What is inside the tunnel is out of sight.</summary>
    private FrameOutcome Vpn(scoped in FrameContext context, ReadOnlySpan<byte> transport)
    {
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveUnread(context, UnreadKind.Vpn);
        return FrameOutcome.Classified;
    }

    private bool IsDuplicate(scoped in FrameContext context, ReadOnlySpan<byte> transport) => _duplicates?.IsDuplicate(context, transport) ?? false;
}
