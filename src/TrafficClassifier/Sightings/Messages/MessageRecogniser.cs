using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Tls;
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

    public MessageRecogniser(IFrameObserver observer, DuplicateFilter? duplicates)
    {
        _observer = observer;
        _duplicates = duplicates;
    }

    public FrameOutcome Tcp(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = TcpSegment.TryRead(bytes, out var segment);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        var payload = segment.Payload;
        if (payload.Length <= TlsRecord.HeaderLength)
        {
            return FrameOutcome.NotOfInterest;
        }
        context.IsTcp = true;
        context.SourcePort = segment.SourcePort;
        context.DestinationPort = segment.DestinationPort;
        if (TlsRecord.LooksLikeClientHello(payload))
        {
            return IsDuplicate(context, bytes) ? FrameOutcome.Duplicate : Hello(context, payload);
        }
        if (HttpRequestHead.LooksLikeRequest(payload))
        {
            return Http(context, bytes, payload);
        }
        return context.SourcePort == DnsPort || context.DestinationPort == DnsPort ? DnsOverTcp(context, bytes, payload) : FrameOutcome.NotOfInterest;
    }

    private FrameOutcome Hello(scoped in FrameContext context, ReadOnlySpan<byte> payload)
    {
        var status = TlsRecord.TryReadCut(payload, out var record);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        status = ClientHello.TryReadCut(record.Fragment, out var hello);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        _observer.ObserveClientHello(context, default, hello);
        return hello.IsCut && hello.ServerName.IsEmpty ? FrameOutcome.Truncated : FrameOutcome.Classified;
    }

    private FrameOutcome Http(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        var status = HttpRequestHead.TryReadCut(payload, out var request);
        if (status != DecodeStatus.Ok)
        {
            // Three capitals and a space begin many things that are no request.
            return status == DecodeStatus.Malformed ? FrameOutcome.NotOfInterest : FrameOutcome.Truncated;
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveHttpRequest(context, request);
        return request.IsCut && request.Authority.IsEmpty ? FrameOutcome.Truncated : FrameOutcome.Classified;
    }

    /// <summary>Whole messages that begin where the segment begins (RFC 1035 4.2.2); split ones need reassembly.</summary>
    private FrameOutcome DnsOverTcp(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        var outcome = FrameOutcome.NotOfInterest;
        while (payload.Length > 2)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(payload);
            if (length > payload.Length - 2 || length < DnsMessage.HeaderLength
                || DnsMessage.TryRead(payload.Slice(2, length), out var message) != DecodeStatus.Ok)
            {
                break;
            }
            if (outcome == FrameOutcome.NotOfInterest && IsDuplicate(context, transport))
            {
                return FrameOutcome.Duplicate;
            }
            _observer.ObserveDns(context, DnsKind.Dns, message);
            outcome = FrameOutcome.Classified;
            payload = payload[(2 + length)..];
        }
        return outcome;
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
        return destination == QuicPort ? Quic(context, bytes, datagram.Payload) : FrameOutcome.NotOfInterest;
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

#pragma warning disable CA1822 // until they are read
    /// <summary>An ARP packet, behind its Ethernet header.</summary>
    public FrameOutcome Arp(ref FrameContext context, ReadOnlySpan<byte> bytes) => FrameOutcome.NotOfInterest;

    /// <summary>An ICMPv6 message.</summary>
    public FrameOutcome Icmpv6(ref FrameContext context, ReadOnlySpan<byte> bytes) => FrameOutcome.NotOfInterest;
#pragma warning restore CA1822

    private bool IsDuplicate(scoped in FrameContext context, ReadOnlySpan<byte> transport) => _duplicates?.IsDuplicate(context, transport) ?? false;
}
