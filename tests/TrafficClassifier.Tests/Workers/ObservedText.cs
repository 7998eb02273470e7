using System.Globalization;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Workers;

/// <summary>Writes down all that an observer can see: every property of the context, and the message's text, which touches every accessor.</summary>
internal sealed class ObservedText : IFrameObserver
{
    public List<string> Lines { get; } = [];

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message) => Add(context, $"{kind} {message.ToString()}");

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello) => Add(context, $"{origin} {hello.ToString()}");

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) => Add(context, hello.ToString());

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) => Add(context, request.ToString());

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => Add(context, message.ToString());

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => Add(context, message.ToString());

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => Add(context, message.ToString());

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => Add(context, packet.ToString());

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => Add(context, message.ToString());

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind) => Add(context, $"unread {kind}");

    private void Add(scoped in FrameContext context, string what) => Lines.Add(string.Create(CultureInfo.InvariantCulture,
        $"{context.Time} {context.Number} {Convert.ToHexString(context.VlanTags)} {Convert.ToHexString(context.Addresses)} {Convert.ToHexString(context.LinkSource)} {context.HopLimit} {context.Depth} {context.Identification} {context.SourcePort} {context.DestinationPort} {context.IsTcp} {what}"));
}
