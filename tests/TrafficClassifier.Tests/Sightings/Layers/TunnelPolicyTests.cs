using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Server;
using TrafficClassifier.Tests.Wire;

namespace TrafficClassifier.Tests.Sightings.Layers;

/// <summary>Tunnels are opened whose sender is trusted; others are packets like any other.</summary>
public class TunnelPolicyTests
{
    private static readonly byte[] _inner = FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.facebook.com"));

    private static readonly byte[] _vxlan = FrameBuilder.Udp("192.0.2.7", 50000, "192.0.2.8", 4789, [.. Hex.Bytes("08000000 00006400"), .. _inner]);

    /// <summary>Its header says GRE instead of UDP, and its 8 bytes of UDP header are GRE's with a key.</summary>
    private static readonly byte[] _gre = FrameBuilder.Udp("192.0.2.7", 0x2000, "192.0.2.8", 0x6558, _inner).With(23, 47);

    [Theory]
    [InlineData("any", 1, 0)]
    [InlineData("none", 0, 1)]
    [InlineData("192.0.2.7", 1, 0)]
    [InlineData("10.0.0.0/8, 192.0.2.0/24", 1, 0)]
    [InlineData("192.0.2.8", 0, 1)] // where it goes is the sender's choice
    [InlineData("0.0.0.0/0", 1, 0)]
    [InlineData("2001:db8::/32", 0, 1)]
    public void A_tunnel_is_opened_if_its_sender_is_trusted(string text, long opened, long untrusted)
    {
        Assert.True(TunnelPolicy.TryParse(text, out var policy));
        foreach (var frame in (byte[][])[_vxlan, _gre])
        {
            var harness = new PipelineHarness(options: new PipelineOptions { Tunnels = policy });
            harness.Send(PipelineHarness.At("2010-01-04T08:00:00"), frame);

            Assert.Equal(opened, harness.Outcome(FrameOutcome.Classified));
            Assert.Equal(1 - opened, harness.Outcome(FrameOutcome.NotOfInterest));
            Assert.Equal(untrusted, harness.Pipeline.UntrustedTunnels);
        }
    }

    [Fact]
    public void A_tunnel_inside_a_trusted_one_is_asked_for_by_itself()
    {
        var nested = FrameBuilder.Udp("10.9.9.9", 50000, "192.0.2.8", 4789, [.. Hex.Bytes("08000000 00006400"), .. _vxlan]);
        Assert.True(TunnelPolicy.TryParse("10.9.9.9", out var policy));
        var harness = new PipelineHarness(options: new PipelineOptions { Tunnels = policy });
        harness.Send(PipelineHarness.At("2010-01-04T08:00:00"), nested);

        Assert.Equal((0, 1), (harness.Outcome(FrameOutcome.Classified), harness.Pipeline.UntrustedTunnels));
    }

    [Fact]
    public void A_client_whose_port_looks_like_a_tunnels_is_read_all_the_same()
    {
        // DNS by its form, on a resolver's own port.
        var frame = FrameBuilder.Udp("10.1.1.1", 4789, "10.0.0.99", 5300, FrameBuilder.DnsQuery("www.facebook.com"));
        var harness = new PipelineHarness(options: new PipelineOptions { Tunnels = TunnelPolicy.None });
        harness.Send(PipelineHarness.At("2010-01-04T08:00:00"), frame);

        Assert.Equal(1, harness.Outcome(FrameOutcome.Classified));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("all")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8,")]
    [InlineData("any,10.0.0.0/8")]
    [InlineData("10")]
    public void What_is_no_policy_is_told(string text)
    {
        Assert.False(TunnelPolicy.TryParse(text, out _));
        var run = Traffic.Run(Traffic.Lan("--tunnels", text));
        Assert.Equal(2, run.Status);
        Assert.Contains("--tunnels", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_written_as_it_is_read()
    {
        const string text = "10.0.0.0/8,192.0.2.7/32,2001:db8::/32";
        Assert.True(TunnelPolicy.TryParse(text, out var policy));
        Assert.Equal(text, policy.ToString());
    }
}
