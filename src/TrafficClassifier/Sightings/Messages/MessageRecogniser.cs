using System.Buffers.Binary;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>Recognises the message a segment or datagram carries, and tells the observer.</summary>
internal sealed class MessageRecogniser
{
    private const ushort DnsPort = 53, DhcpServerPort = 67, DhcpClientPort = 68, QuicPort = 443, MulticastDnsPort = 5353, LinkLocalDnsPort = 5355;

    /// <summary>RFC 9000 14.1: a client's first datagram is at least this long.</summary>
    private const int ShortestQuicInitial = 1200;

    private const uint QuicVersion2 = 0x6b3343cf;

    private readonly IFrameObserver _observer;
    private readonly DuplicateFilter? _duplicates;
    private readonly TcpStreams _streams;

    public MessageRecogniser(IFrameObserver observer, DuplicateFilter? duplicates, TcpStreams streams)
    {
        _observer = observer;
        _streams = streams;
        _duplicates = duplicates;
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
        return destination == QuicPort ? Quic(context, bytes, datagram.Payload)
            : VpnHandshake.IsDatagram(destination, datagram.Payload) ? Vpn(context, bytes)
            : FrameOutcome.NotOfInterest;
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

    /// <summary>A client's first datagram: an Initial (RFC 9000 17.2.2, RFC 9369 3.2). Its hello is encrypted and not read here yet.</summary>
    private FrameOutcome Quic(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < ShortestQuicInitial || (payload[0] & 0xc0) != 0xc0)
        {
            return FrameOutcome.NotOfInterest;
        }
        var version = BinaryPrimitives.ReadUInt32BigEndian(payload[1..]);
        var type = payload[0] & 0x30;
        if (version == 0 || type != (version == QuicVersion2 ? 0x10 : 0))
        {
            return FrameOutcome.NotOfInterest;
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        // A post-quantum hello needs two Initials, sent at once: one connection, known again by its ports alone.
        var connection = context;
        connection.Identification = 0;
        if (!IsDuplicate(connection, transport[..4]))
        {
            _observer.ObserveUnread(context, UnreadKind.Quic);
        }
        return FrameOutcome.Unsupported;
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
