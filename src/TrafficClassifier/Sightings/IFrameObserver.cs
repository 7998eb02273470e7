using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Told what the dissector found. The views are valid only during the call.</summary>
public interface IFrameObserver
{
    void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message);

    /// <summary>The hello may be cut where its segment ends.</summary>
    void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello);

    /// <summary>A connection of Google QUIC, from before it became QUIC.</summary>
    void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello);

    /// <summary>The head may be cut where its segment ends.</summary>
    void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request);

    void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message);

    void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message);

    void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message);

    /// <summary>There is no IP packet: the context has no addresses.</summary>
    void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet);

    void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message);

    /// <summary>A connection begins that shows no name.</summary>
    void ObserveUnread(scoped in FrameContext context, UnreadKind kind);
}
