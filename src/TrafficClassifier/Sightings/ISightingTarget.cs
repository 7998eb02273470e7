using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Radius;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Takes what messages say, in the order of their frames. Everything is valid only during the call. Either it is completed at once, or
/// written down for the thread where all workers' meet.
/// </summary>
public interface ISightingTarget
{
    void Take(scoped in SeenName name);

    /// <summary>A response of the public DNS.</summary>
    void TakeAnswer(scoped in FrameContext context, scoped in DnsMessage message);

    void TakeDhcp(scoped in FrameContext context, scoped in DhcpMessage message);

    void TakeDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message);

    void TakeNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message);

    void TakeArp(scoped in FrameContext context, scoped in ArpPacket packet);

    void TakeRadius(scoped in FrameContext context, scoped in RadiusMessage message);
}
