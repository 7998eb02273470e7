using System.Text;
using System.Text.Json;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Sightings.Names;
using TrafficClassifier.Tests.Wire.Dns;
using TrafficClassifier.Tests.Wire.Quic;
using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Tests.Sightings.Messages;

/// <summary>Messages that no port tells: what is recognised by its form, what it counts for, and what is not taken for one.</summary>
public sealed class DatagramMessagesTests
{
    private const string Site = "www.facebook.com";
    private static readonly byte[] _query = FrameBuilder.DnsQuery(Site);

    [Fact]
    public void Question_on_any_port_is_a_look_up()
    {
        var harness = new PipelineHarness();
        harness.Send(PipelineHarness.At("2010-01-04T00:10:00"), FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 8053, _query));
        harness.Close();
        Assert.Equal((1, 0), (harness.Coverage.Sightings, harness.Coverage.Connections));
    }

    [Fact]
    public void Answer_from_any_port_names_an_address()
    {
        var answer = new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of(Site), DnsSamples.A)
            .Record(DnsNameBytes.Of(Site), DnsSamples.A, NamesHarness.Address(NamesHarness.Host)).Build();
        var harness = new NamesHarness().Send(FrameBuilder.Udp(NamesHarness.Resolver, 5300, NamesHarness.Client, 40000, answer));
        Assert.Equal((1, 1), harness.Connect(null).Close());
    }

    [Fact]
    public void Event_of_a_question_is_that_of_port_53()
    {
        var one = Assert.Single(Events(FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 443, _query)));
        Assert.Equal(("dns", Site), (one.GetProperty("event_type").GetString(), one.GetProperty("dns").GetProperty("rrname").GetString()));
    }

    [Theory]
    [InlineData(2, 0x09)] // opcode 1
    [InlineData(2, 0x05)] // AA of a client
    [InlineData(2, 0x03)] // TC of a client
    [InlineData(3, 0x40)] // Z
    [InlineData(3, 0x80)] // RA of a client
    [InlineData(3, 0x03)] // a code of a client
    [InlineData(5, 0)] // no question
    [InlineData(5, 2)] // two
    [InlineData(7, 1)] // an answer
    [InlineData(9, 1)]
    [InlineData(11, 3)]
    [InlineData(12, 0xc0)] // a pointer to nowhere
    [InlineData(31, 0)] // type 0
    [InlineData(33, 7)] // a class that is none
    public void Datagram_that_differs_in_one_byte_is_none(int at, byte value)
    {
        Assert.Equal((0, 1), (_query[31] - 1, _query[33])); // the offsets are right
        byte[] payload = [.. _query];
        payload[at] = value;
        Assert.Empty(Events(FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 8053, payload)));
    }

    [Fact]
    public void Datagram_that_goes_on_or_ends_early_is_none()
    {
        Assert.Empty(Events(FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 8053, [.. _query, 0])));
        Assert.Empty(Events(FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 8053, _query[..^1])));
    }

    [Fact]
    public void Answer_of_another_class_is_none()
    {
        var answer = new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of(Site), DnsSamples.A)
            .Record(DnsSection.Answer, DnsNameBytes.Of(Site), DnsSamples.A, 60, [10, 0, 0, 1], @class: 3).Build();
        Assert.Empty(Events(FrameBuilder.Udp("10.0.0.53", 8053, "10.1.1.1", 40000, answer)));
    }

    [Fact]
    public void Names_of_NetBIOS_are_no_DNS() => Assert.Empty(Events(FrameBuilder.Udp("10.1.1.1", 137, "10.1.1.255", 137, _query)));

    [Fact]
    public void Random_bulk_is_nothing()
    {
        var random = new Random(20261123);
        var messages = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var payload = new byte[random.Next(1, 300)];
            random.NextBytes(payload);
            messages += Events(FrameBuilder.Udp("10.1.1.1", 40000, "10.0.0.53", 6000, payload)).Count;
        }
        Assert.Equal(0, messages);
    }

    [Fact]
    public void Google_QUIC_is_a_connection_with_a_name_and_is_told_once()
    {
        var harness = new PipelineHarness();
        byte[] retry = [.. GoogleQuicSamples.Long(46, [0x40, 0, 0]), .. new byte[1300]];
        foreach (var payload in new[] { GoogleQuicSamples.LongHeader, retry })
        {
            harness.Send(PipelineHarness.At("2010-01-04T00:10:00"), FrameBuilder.Udp("10.1.1.1", 40000, "198.51.100.10", 443, payload));
        }
        Assert.Equal(1, harness.Close().Total.Count);
        Assert.Equal((1, 1), (harness.Coverage.Sightings, harness.Coverage.Connections));
    }

    [Fact]
    public void Event_of_Google_QUIC_has_its_version()
    {
        var one = Assert.Single(Events(FrameBuilder.Udp("10.1.1.1", 40000, "198.51.100.10", 443, GoogleQuicSamples.WithoutLength)));
        Assert.Equal(("quic", "Q043", Site), (one.GetProperty("event_type").GetString(), one.GetProperty("quic").GetProperty("version").GetString(),
            one.GetProperty("quic").GetProperty("sni").GetString()));
    }

    [Fact]
    public void Hello_of_DTLS_is_a_connection_with_a_name()
    {
        var frame = FrameBuilder.Udp("10.1.1.1", 40000, "198.51.100.10", 4433, DtlsSamples.Record(new ClientHelloBuilder().Sni(Site).Build(), []));
        var harness = new PipelineHarness();
        harness.Send(PipelineHarness.At("2010-01-04T00:10:00"), frame);
        Assert.Equal(1, harness.Close().Total.Count);
        var one = Assert.Single(Events(frame));
        Assert.Equal(("dtls", Site), (one.GetProperty("event_type").GetString(), one.GetProperty("dtls").GetProperty("sni").GetString()));
    }

    [Fact]
    public void Reply_of_BOOTP_needs_no_cookie()
    {
        var reply = new byte[300];
        (reply[0], reply[1], reply[2], reply[19]) = (2, 1, 6, 77);
        var one = Assert.Single(Events(FrameBuilder.Udp("10.0.0.1", 67, "10.1.1.1", 68, reply))).GetProperty("dhcp");
        Assert.Equal(("bootp_reply", "0.0.0.77"), (one.GetProperty("dhcp_type").GetString(), one.GetProperty("assigned_ip").GetString()));
    }

    [Fact]
    public void Reply_to_a_lease_query_is_no_reply_of_BOOTP()
    {
        var one = Assert.Single(Events(FrameBuilder.Udp("10.0.0.1", 67, "10.1.1.1", 67, FrameBuilder.Dhcp(2, 13, "001122334455"))));
        Assert.Equal("leaseactive", one.GetProperty("dhcp").GetProperty("dhcp_type").GetString());
    }

    private static List<JsonElement> Events(byte[] frame)
    {
        using var lines = new MemoryStream();
        using (var writer = new EventWriter(lines))
        {
            new FrameDissector(writer, duplicates: null).Dissect(new CapturedFrame(frame, PipelineHarness.At("2010-01-04T00:10:00"), LinkType.Ethernet, 1));
        }
        return [.. Encoding.UTF8.GetString(lines.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
