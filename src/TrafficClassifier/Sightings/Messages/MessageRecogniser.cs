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
    private const ushort DnsPort = 53, DhcpServerPort = 67, DhcpClientPort = 68, MulticastDnsPort = 5353, LinkLocalDnsPort = 5355;

    private readonly IFrameObserver _observer;
    private readonly DuplicateFilter? _duplicates;
    private readonly QuicConnections _quic;

    public MessageRecogniser(IFrameObserver observer, DuplicateFilter? duplicates)
    {
        _observer = observer;
        _duplicates = duplicates;
        _quic = new QuicConnections(observer);
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
        return context.SourcePort == DnsPort || context.DestinationPort == DnsPort ? DnsOverTcp(context, bytes, payload)
            : VpnHandshake.IsSegment(context.DestinationPort, payload) ? Vpn(context, bytes)
            : FrameOutcome.NotOfInterest;
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
