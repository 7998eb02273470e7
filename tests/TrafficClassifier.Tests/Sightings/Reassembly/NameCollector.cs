using System.Text;
using TrafficClassifier.Sightings;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

/// <summary>Writes down what the dissector tells, one line a message.</summary>
internal sealed class NameCollector : IFrameObserver
{
    public List<string> Lines { get; } = [];

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message) =>
        Add(context, $"dns {message.Id} {message.IsResponse}");

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello) =>
        Add(context, $"tls {Encoding.ASCII.GetString(hello.ServerName)} cut={hello.IsCut} mid={origin.IsMidStream}");

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) =>
        Add(context, $"quic {Encoding.ASCII.GetString(hello.ServerName)} {hello.Number}");

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) =>
        Add(context, $"http {Encoding.ASCII.GetString(request.HostName)}");

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => Add(context, $"dhcp {message.TransactionId}");

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => Add(context, "dhcp6");

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => Add(context, "ndp");

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => Lines.Add("arp");

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => Add(context, "radius");

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind) => Add(context, "unread");

    private void Add(scoped in FrameContext context, string what) => Lines.Add($"{context.Source}:{context.SourcePort} {what}");
}
