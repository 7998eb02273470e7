using TrafficClassifier.Tests.Wire.Vpn;
using static TrafficClassifier.Tests.Sightings.Names.NamesHarness;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>What hides more than its own name widens at most for its user, and shows in coverage by kind.</summary>
public sealed class OutOfSightTests
{
    [Theory]
    [InlineData(null, 853, null)]
    [InlineData("resolver.example", 853, null)]
    [InlineData("resolver.example", 443, "dot")]
    [InlineData("resolver.example", 443, "doq")]
    [InlineData("dns.google", 443, "h2")]
    public void Encrypted_dns_is_told_by_port_protocol_and_catalog(string? name, ushort port, string? alpn)
    {
        var harness = new NamesHarness().Connect(name, port: port, alpn: alpn).Connect("www.knitting.example", client: Other, alpn: "h2");

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((2, 1, 0, 0, 0), (harness.Coverage.Connections, harness.Coverage.EncryptedDns, harness.Coverage.RelaysAndVpns, harness.Coverage.Unnamed, harness.Coverage.Hidden));
    }

    [Theory]
    [InlineData("mask.icloud.com", "iCloud Private Relay")]
    [InlineData("nordvpn.com", "NordVPN")]
    public void A_relay_hides_its_user_and_is_visited_itself(string name, string site)
    {
        var harness = new NamesHarness().Connect(name);
        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 0), (harness.Coverage.RelaysAndVpns, harness.Coverage.EncryptedDns));

        Assert.Equal((1, 1), new NamesHarness(site).Connect(name).Close());
    }

    [Fact]
    public void A_relay_named_by_an_answer_is_a_relay()
    {
        var harness = new NamesHarness().Tell(Client, "mask.icloud.com", Host).Connect(null);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((1, 1), (harness.Coverage.RelaysAndVpns, harness.Coverage.NamedByAnswer));
    }

    [Fact]
    public void To_look_up_a_relay_hides_nothing()
    {
        var harness = new NamesHarness().Send(FrameBuilder.Udp(Client, 40000, Resolver, 53, FrameBuilder.DnsQuery("mask.icloud.com")));

        Assert.Equal((0, 0), harness.Close());
        Assert.Equal(0, harness.Coverage.RelaysAndVpns);
    }

    [Theory]
    [InlineData("WireGuard", 51820, 1)]
    [InlineData("WireGuard", 12345, 1)]
    [InlineData("OpenVpn", 1194, 1)]
    [InlineData("OpenVpn", 1195, 0)]
    [InlineData("IkeV2", 500, 1)]
    [InlineData("IkeV1", 500, 1)]
    [InlineData("IkeV2", 4500, 0)] // ESP
    [InlineData("IkeV2 behind a marker", 4500, 1)]
    [InlineData("IkeV2", 4501, 0)]
    public void A_vpn_is_told_by_its_handshake(string handshake, ushort port, int expected)
    {
        var payload = handshake switch
        {
            "WireGuard" => VpnSamples.WireGuard,
            "OpenVpn" => VpnSamples.OpenVpn,
            "IkeV1" => VpnSamples.IkeV1,
            "IkeV2" => VpnSamples.IkeV2,
            _ => [0, 0, 0, 0, .. VpnSamples.IkeV2],
        };
        var harness = new NamesHarness().Send(FrameBuilder.Udp(Client, 40000, Host, port, payload));

        Assert.Equal((0, expected), harness.Close());
        Assert.Equal((expected, expected, 0), (harness.Coverage.Connections, harness.Coverage.RelaysAndVpns, harness.Coverage.Unnamed));
    }

    [Fact]
    public void OpenVPN_over_TCP_stands_behind_its_length()
    {
        byte[] segment = [0, (byte)VpnSamples.OpenVpn.Length, .. VpnSamples.OpenVpn];
        var harness = new NamesHarness().Send(FrameBuilder.Tcp(Client, 40000, Host, 1194, segment)).Send(FrameBuilder.Tcp(Other, 40000, Host, 1194, [0, 9, .. segment[2..]]));

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal(1, harness.Coverage.RelaysAndVpns);
    }

    [Fact]
    public void A_WireGuard_packet_of_another_length_is_data()
    {
        var harness = new NamesHarness().Send(FrameBuilder.Udp(Client, 40000, Host, 51820, [.. VpnSamples.WireGuard, 0]));

        Assert.Equal((0, 0), harness.Close());
    }
}
