using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Told what the dissector found. The views are valid only during the call.</summary>
public interface IFrameObserver
{
    void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message);

    /// <summary>The hello may be cut where its segment ends.</summary>
    void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello);

    /// <summary>The head may be cut where its segment ends.</summary>
    void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request);

    void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message);

    /// <summary>A connection begins that shows no name.</summary>
    void ObserveUnread(scoped in FrameContext context, UnreadKind kind);
}
