using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Turns messages into sightings and bindings and hands them on.</summary>
public sealed class SightingReader : IFrameObserver
{
    private readonly SightingHandler _handler;
    private readonly BindingReader _bindings;
    private readonly byte[] _name = new byte[DnsName.LongestText];

    /// <param name="handler">Takes each sighting.</param>
    /// <param name="bindings">Takes each message that tells who holds an address.</param>
    public SightingReader(SightingHandler handler, BindingReader bindings)
    {
        _handler = handler;
        _bindings = bindings;
    }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        // A query is the client's; names of the local link and updates name no site.
        if (kind != DnsKind.Dns || message.IsResponse || message.Opcode != 0)
        {
            return;
        }
        foreach (var question in message.Questions)
        {
            Hand(context, question.Name.Format(_name), Evidence.Lookup);
        }
    }

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello) =>
        Hand(context, WithoutDot(WireText.Format(hello.ServerName, _name)), Evidence.Connection, hello.HasEncryptedClientHello);

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) =>
        Hand(context, WithoutDot(WireText.Format(request.HostName, _name)), Evidence.Connection);

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => _bindings.Leases.Observe(context.Time, message);

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => _bindings.Leases6.Observe(context, message);

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => _bindings.Neighbours.Observe(context, message);

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => _bindings.Neighbours.Observe(context, packet);

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => _bindings.Accounting.Observe(context.Time, message);

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind) => Hand(context, 0, Evidence.Connection);

    private void Hand(scoped in FrameContext context, int length, Evidence evidence, bool isEncryptedHello = false) =>
        _handler(new Sighting(context.Time, context.Source, _name.AsSpan(0, length), evidence, isEncryptedHello));

    /// <summary>RFC 6066 3 wants no final dot; browsers send what was typed.</summary>
    private int WithoutDot(int length) => length > 1 && _name[length - 1] == '.' ? length - 1 : length;
}
