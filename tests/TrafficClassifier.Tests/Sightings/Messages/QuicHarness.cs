using System.Buffers.Binary;
using System.Text;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Sightings.Messages;

/// <summary>Sends datagrams to a <see cref="QuicConnections"/> and keeps what it tells.</summary>
internal sealed class QuicHarness : IFrameObserver
{
    private readonly byte[] _addresses = new byte[8];
    private long _number;

    public QuicHarness() => Connections = new QuicConnections(this);

    public QuicConnections Connections { get; }

    /// <summary>Client port, name and version of each hello.</summary>
    public List<(int Port, string Name, uint Version)> Hellos { get; } = [];

    public int HelloCount { get; private set; }

    /// <summary>Hellos that never became whole.</summary>
    public int Cut { get; private set; }

    public int Unread { get; private set; }

    /// <summary>Time and number of the frame that the last hello or unread connection was told of.</summary>
    public (Instant Time, long Number) Last { get; private set; }

    /// <summary>Counts hellos only, and so allocates nothing.</summary>
    public bool IsQuiet { get; init; }

    public Instant Now { get; set; } = PipelineHarness.At("2010-01-04T00:10:00");

    public FrameOutcome FromClient(int port, byte[] payload, ushort serverPort = 443, uint client = 1) => Send(client, 0x0a00_0001, (ushort)port, serverPort, payload);

    public FrameOutcome FromServer(int port, byte[] payload, ushort serverPort = 443) => Send(0x0a00_0001, 1, serverPort, (ushort)port, payload);

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello)
    {
        HelloCount++;
        Last = (context.Time, context.Number);
        if (!IsQuiet)
        {
            Assert.Equal(HelloTransport.Quic, origin.Transport);
            Cut += hello.IsCut ? 1 : 0;
            Hellos.Add((context.SourcePort, Encoding.ASCII.GetString(hello.ServerName), origin.QuicVersion));
        }
    }

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) => Assert.Fail("Google QUIC");

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind)
    {
        Unread++;
        Last = (context.Time, context.Number);
    }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message) => Assert.Fail("DNS");

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) => Assert.Fail("HTTP");

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => Assert.Fail("DHCP");

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => Assert.Fail("DHCPv6");

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => Assert.Fail("ARP");

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => Assert.Fail("NDP");

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => Assert.Fail("RADIUS");

    private FrameOutcome Send(uint source, uint destination, ushort sourcePort, ushort destinationPort, byte[] payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_addresses, source);
        BinaryPrimitives.WriteUInt32BigEndian(_addresses.AsSpan(4), destination);
        Connections.Expire(Now);
        var context = new FrameContext(Now, ++_number) { Addresses = _addresses, SourcePort = sourcePort, DestinationPort = destinationPort };
        return QuicConnections.MayBegin(context, payload) ? Connections.Read(context, payload) : FrameOutcome.NotOfInterest;
    }
}
