using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Tests.Sightings;

public sealed class FrameDissectorTests
{
    private static readonly Instant _now = PipelineHarness.At("2010-01-04T00:10:00");

    [Fact]
    public void A_query_is_a_lookup_and_no_visit()
    {
        var harness = new PipelineHarness();
        harness.Send(_now, FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("WWW.FaceBook.com")));

        Assert.Equal(0, harness.Close().Total.Count);
        Assert.Equal(1, harness.Coverage.Sightings);
        Assert.Equal(0, harness.Coverage.Uncatalogued);
    }

    [Theory]
    [InlineData("www.facebook.com", 1)]
    [InlineData("WWW.FACEBOOK.COM:80", 1)]
    [InlineData("facebook.com.", 1)]
    [InlineData("notfacebook.com", 0)]
    [InlineData("facebook.com.evil.example", 0)]
    [InlineData("connect.facebook.net", 0)]
    public void A_request_is_a_visit_to_its_host(string host, int visitors)
    {
        var harness = new PipelineHarness();
        harness.Send(_now, FrameBuilder.Tcp("10.1.1.1", 40000, "69.63.181.11", 80, FrameBuilder.HttpRequest(host)));

        Assert.Equal(visitors, harness.Close().Total.Count);
    }

    [Theory]
    [InlineData("10.1.1.1", "31.13.72.36")]
    [InlineData("2001:db8::1", "2a03:2880::1")]
    public void A_hello_is_a_visit_to_its_server_name(string client, string server)
    {
        var harness = new PipelineHarness();
        harness.Send(_now, FrameBuilder.Tcp(client, 40000, server, 443, FrameBuilder.ClientHello("www.facebook.com")));

        Assert.Equal(1, harness.Close().Total.Count);
    }

    [Fact]
    public void A_hello_without_a_name_widens_at_most()
    {
        var harness = new PipelineHarness();
        harness.Send(_now, FrameBuilder.Tcp("10.1.1.1", 40000, "31.13.72.36", 443, FrameBuilder.ClientHello("www.facebook.com")));
        harness.Send(_now, FrameBuilder.Tcp("10.1.1.2", 40000, "31.13.72.36", 443, FrameBuilder.ClientHello(null)));
        var statement = harness.Close();

        Assert.Equal((1, 2), (statement.AtLeast, statement.AtMost));
        Assert.Equal(1, harness.Coverage.Unnamed);
    }

    [Fact]
    public void Every_frame_has_one_outcome()
    {
        var harness = new PipelineHarness();
        var query = FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 53, FrameBuilder.DnsQuery("www.facebook.com"));
        var random = new Random(20100104);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] frame = [.. query[..random.Next(query.Length + 1)]];
            for (var change = random.Next(4); change > 0 && frame.Length > 0; change--)
            {
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            }
            harness.Send(new Instant(_now.Nanoseconds + (i * 1_000_000L)), frame, new LinkType((ushort)(i % 8 == 0 ? random.Next(300) : 1)));
        }
        harness.Close();

        Assert.Equal(20_000, harness.Coverage.Frames);
        long sum = 0;
        foreach (var count in harness.Pipeline.Outcomes)
        {
            sum += count;
        }
        Assert.Equal(20_000, sum);
    }
}
