using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;
using static TrafficClassifier.Tests.Sightings.Names.NamesHarness;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>Answers to one address of a device, and connections from another.</summary>
public sealed class DeviceAnswersTests
{
    private const string Ipv6Client = "2001:db8::11", Ipv6Host = "2a03:2880::1";
    private static readonly Instant _start = PipelineHarness.At("2026-03-02T08:00:00");

    [Theory]
    [InlineData(Client, Ipv6Client)]
    [InlineData(Ipv6Client, Client)]
    [InlineData("2001:db8::99", Ipv6Client)]
    public void What_a_device_was_told_at_one_address_names_its_connection_from_another(string asker, string client)
    {
        var harness = Asked(asker, client, 1, 1).Connect(null, client: client, server: client == Client ? Host : Ipv6Host);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((1, 0), (harness.Coverage.NamedByAnswer, harness.Coverage.Unnamed));
    }

    [Fact]
    public void It_names_what_is_behind_a_cover()
    {
        var harness = Asked(Client, Ipv6Client, 1, 1).Connect("cloudflare-ech.com", ech: 0, client: Ipv6Client, server: Ipv6Host);

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal(0, harness.Coverage.Hidden);
    }

    [Theory]
    [InlineData(1, 2)] // another device
    [InlineData(1, 0)] // not known whose
    [InlineData(0, 1)]
    public void What_others_were_told_names_nothing(int askersMac, int clientsMac)
    {
        var harness = Asked(Client, Ipv6Client, askersMac, clientsMac).Connect(null, client: Ipv6Client, server: Ipv6Host);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal(1, harness.Coverage.Unnamed);
    }

    [Fact]
    public void An_address_that_went_to_another_device_tells_nothing_any_more()
    {
        var harness = Asked(Client, Ipv6Client, 1, 1);
        Claim(harness, Client, 2, 600);
        Claim(harness, Ipv6Client, 1, 600);
        harness.Tell(Client, "www.facebook.com", 3600, Ipv6Host).Wait(700).Connect(null, client: Ipv6Client, server: Ipv6Host);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal(1, harness.Coverage.Unnamed);
    }

    private static NamesHarness Asked(string asker, string client, int askersMac, int clientsMac)
    {
        var harness = new NamesHarness();
        Claim(harness, asker, askersMac, 0);
        Claim(harness, client, clientsMac, 0);
        var resolver = asker == Client ? Resolver : "2001:db8::53";
        return harness.Send(FrameBuilder.Udp(asker, 40000, resolver, 53, FrameBuilder.DnsQuery("www.knitting.example")))
            .Tell(asker, "www.facebook.com", Ipv6Host, Host);
    }

    private static void Claim(NamesHarness harness, string address, int mac, int seconds)
    {
        if (mac > 0)
        {
            Assert.True(IpAddress.TryParse(address, out var parsed));
            harness.Pipeline.Book.Neighbours.Claim(parsed, new MacAddress(0x00aabbccdd00UL + (uint)mac), _start.AddSeconds(seconds), isTentative: false);
        }
    }
}
