using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>Recognises the message a datagram carries, by its port or else by its form, and tells the observer.</summary>
internal sealed class DatagramMessages
{
    private const ushort DnsPort = 53, DhcpServerPort = 67, DhcpClientPort = 68, MulticastDnsPort = 5353, LinkLocalDnsPort = 5355;
    private const ushort Dhcpv6ClientPort = 546, Dhcpv6ServerPort = 547, AccountingPort = 1813, OldAccountingPort = 1646;

    private readonly IFrameObserver _observer;
    private readonly DuplicateFilter? _duplicates;
    private readonly QuicConnections _quic;

    public DatagramMessages(IFrameObserver observer, DuplicateFilter? duplicates, QuicConnections quic)
    {
        _observer = observer;
        _duplicates = duplicates;
        _quic = quic;
    }

    public FrameOutcome Read(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut)
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
        return ByForm(context, bytes, datagram.Payload);
    }

    /// <summary>What no port tells. All bulk traffic comes this far: each guess begins with a compare or two.</summary>
    private FrameOutcome ByForm(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        if (VpnHandshake.IsDatagram(context.DestinationPort, payload))
        {
            return Vpn(context, transport);
        }
        if (DnsByForm.MayBe(context, payload) && DnsByForm.IsOne(payload))
        {
            return Dns(context, DnsKind.Dns, transport, payload);
        }
        if (GoogleQuicHello.MayBegin(payload))
        {
            return GoogleQuic(context, transport, payload);
        }
        if (DtlsHello.MayBegin(payload))
        {
            return Dtls(context, transport, payload);
        }
        return !QuicConnections.MayBegin(context, payload) ? FrameOutcome.NotOfInterest
            : IsDuplicate(context, transport) ? FrameOutcome.Duplicate
            : _quic.Read(context, payload);
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

    /// <summary>The hello comes first and in clear; packets behind it tell nothing.</summary>
    private FrameOutcome GoogleQuic(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        if (GoogleQuicHello.TryRead(payload, out var hello) != DecodeStatus.Ok)
        {
            return FrameOutcome.NotOfInterest;
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveGoogleHello(context, hello);
        return FrameOutcome.Classified;
    }

    private FrameOutcome Dtls(scoped in FrameContext context, ReadOnlySpan<byte> transport, ReadOnlySpan<byte> payload)
    {
        if (DtlsHello.TryRead(payload, out var record) != DecodeStatus.Ok)
        {
            return FrameOutcome.NotOfInterest;
        }
        if (IsDuplicate(context, transport))
        {
            return FrameOutcome.Duplicate;
        }
        _observer.ObserveClientHello(context, new HelloOrigin(HelloTransport.Dtls, 0, false), record.Hello);
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
