using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>Recognises the message a segment or datagram carries, and tells the observer.</summary>
internal sealed class MessageRecogniser
{
    private const ushort DnsPort = 53, DhcpServerPort = 67, DhcpClientPort = 68, MulticastDnsPort = 5353, LinkLocalDnsPort = 5355;
    private const ushort Dhcpv6ClientPort = 546, Dhcpv6ServerPort = 547, AccountingPort = 1813, OldAccountingPort = 1646;

    private readonly IFrameObserver _observer;
    private readonly DuplicateFilter? _duplicates;
    private readonly TcpStreams _streams;
    private readonly QuicConnections _quic;

    public MessageRecogniser(IFrameObserver observer, DuplicateFilter? duplicates, TcpStreams streams, QuicConnections quic)
    {
        _observer = observer;
        _streams = streams;
        _duplicates = duplicates;
        _quic = quic;
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

    public FrameOutcome Udp(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut)
    {
        var status = UdpDatagram.TryRead(bytes, out var datagram);
        if (status != DecodeStatus.Ok)
        {
            // With the whole packet here, a length that reaches behind it is a lie.
            return status == DecodeStatus.Truncated && !isCut ? FrameOutcome.Malformed : FrameOutcomes.Of(status);
        }
        var source = context.SourcePort = datagram.SourcePort;
        var destination = context.DestinationPort = datagram.DestinationPort;
        // Port 53 comes before any other guess: a client's port may look like another service's.
        if (source == DnsPort || destination == DnsPort)
        {
            return Dns(context, DnsKind.Dns, bytes, datagram.Payload);
        }
        if (destination is DhcpServerPort or DhcpClientPort)
        {
            return Dhcp(context, bytes, datagram.Payload);
        }
        if (source == MulticastDnsPort || destination == MulticastDnsPort)
        {
            return Dns(context, DnsKind.Multicast, bytes, datagram.Payload);
        }
        if (source == LinkLocalDnsPort || destination == LinkLocalDnsPort)
        {
            return Dns(context, DnsKind.LinkLocal, bytes, datagram.Payload);
        }
        if (destination is Dhcpv6ClientPort or Dhcpv6ServerPort)
        {
            return Dhcpv6(context, bytes, datagram.Payload);
        }
        if (destination is AccountingPort or OldAccountingPort && TryRadius(context, bytes, datagram.Payload) is { } outcome)
        {
            return outcome;
        }
        if (VpnHandshake.IsDatagram(destination, datagram.Payload))
        {
            return Vpn(context, bytes);
        }
        return !QuicConnections.MayBegin(context, datagram.Payload) ? FrameOutcome.NotOfInterest
            : IsDuplicate(context, bytes) ? FrameOutcome.Duplicate
            : _quic.Read(context, datagram.Payload);
    }

    private FrameOutcome Dns(scoped in FrameContext context, DnsKind kind, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        var status = DnsMessage.TryRead(payload, out var message);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveDns(context, kind, message);
        return FrameOutcome.Classified;
    }

    private FrameOutcome Dhcp(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        var status = DhcpMessage.TryRead(payload, out var message);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveDhcp(context, message);
        return FrameOutcome.Classified;
    }

    private FrameOutcome Dhcpv6(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        var status = Dhcpv6Message.TryRead(payload, out var message);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveDhcpv6(context, message);
        return FrameOutcome.Classified;
    }

    /// <summary>The old port lies among those that clients choose from: what is no request of accounting is something else.</summary>
    private FrameOutcome? TryRadius(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] != RadiusCode.AccountingRequest)
        {
            return null;
        }
        var status = RadiusMessage.TryRead(payload, out var message);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveRadius(context, message);
        return FrameOutcome.Classified;
    }

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
