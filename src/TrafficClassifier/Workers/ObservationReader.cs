using TrafficClassifier.Sightings;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Workers;

/// <summary>Tells an observer the message of a record, as the worker's dissector told it: the views are opened again from the same bytes.</summary>
internal static class ObservationReader
{
    /// <param name="record">Of a message.</param>
    /// <param name="tail">What follows its fixed part.</param>
    /// <param name="observer">Told.</param>
    public static void Tell(in ObservationRecord record, ReadOnlySpan<byte> tail, IFrameObserver observer)
    {
        var context = Context(record, tail);
        var bytes = tail[^record.MessageLength..];
        switch (record.Kind)
        {
            case ObservationKind.Dns when DnsMessage.TryRead(bytes, out var message) == DecodeStatus.Ok:
                observer.ObserveDns(context, (DnsKind)record.Detail, message);
                break;
            case ObservationKind.ClientHello when ClientHello.TryReadAgain(bytes, out var hello) == DecodeStatus.Ok:
                observer.ObserveClientHello(context, new HelloOrigin((HelloTransport)record.Detail, record.QuicVersion, record.IsMidStream), hello);
                break;
            case ObservationKind.GoogleHello when GoogleQuicHello.TryRead(bytes, out var hello) == DecodeStatus.Ok:
                observer.ObserveGoogleHello(context, hello);
                break;
            case ObservationKind.HttpRequest when HttpRequestHead.TryReadCut(bytes, out var request) == DecodeStatus.Ok:
                observer.ObserveHttpRequest(context, request);
                break;
            case ObservationKind.Unread:
                observer.ObserveUnread(context, (UnreadKind)record.Detail);
                break;
            default:
                TellBinding(record.Kind, context, bytes, observer);
                break;
        }
    }

    private static void TellBinding(ObservationKind kind, scoped in FrameContext context, ReadOnlySpan<byte> bytes, IFrameObserver observer)
    {
        switch (kind)
        {
            case ObservationKind.Dhcp when DhcpMessage.TryRead(bytes, out var message) == DecodeStatus.Ok:
                observer.ObserveDhcp(context, message);
                break;
            case ObservationKind.Dhcpv6 when Dhcpv6Message.TryRead(bytes, out var message) == DecodeStatus.Ok:
                observer.ObserveDhcpv6(context, message);
                break;
            case ObservationKind.Neighbour when NeighbourMessage.TryRead(bytes, out var message) == DecodeStatus.Ok:
                observer.ObserveNeighbour(context, message);
                break;
            case ObservationKind.Arp when ArpPacket.TryRead(bytes, out var packet) == DecodeStatus.Ok:
                observer.ObserveArp(context, packet);
                break;
            case ObservationKind.Radius when RadiusMessage.TryRead(bytes, out var message) == DecodeStatus.Ok:
                observer.ObserveRadius(context, message);
                break;
            default:
                throw new InvalidOperationException($"a record of {kind} does not read as it did");
        }
    }

    private static FrameContext Context(in ObservationRecord record, ReadOnlySpan<byte> tail)
    {
        var linkSource = tail[record.AddressesLength..];
        return new FrameContext(new Instant(record.Time), record.Number)
        {
            Addresses = tail[..record.AddressesLength],
            LinkSource = linkSource[..record.LinkSourceLength],
            VlanTags = linkSource.Slice(record.LinkSourceLength, record.VlanTagsLength),
            SourcePort = record.SourcePort,
            DestinationPort = record.DestinationPort,
            Identification = record.Identification,
            HopLimit = record.HopLimit,
            Depth = record.Depth,
            IsTcp = record.IsTcp,
        };
    }
}
