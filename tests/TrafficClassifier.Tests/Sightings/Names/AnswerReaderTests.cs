using TrafficClassifier.Tests.Wire.Dns;
using TrafficClassifier.Wire.Dns;
using static TrafficClassifier.Tests.Sightings.Names.NamesHarness;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>Which records of a response name an address for the question's domain.</summary>
public sealed class AnswerReaderTests
{
    private const string Site = "www.facebook.com";

    [Fact]
    public void An_answer_over_TCP_is_an_answer()
    {
        var message = Answer().Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host)).Build();
        var harness = new NamesHarness().Send(FrameBuilder.Tcp(Resolver, 53, Client, 40000, [0, (byte)message.Length, .. message]));

        Assert.Equal((1, 1), harness.Connect(null).Close());
    }

    [Fact]
    public void An_IPv6_address_is_an_address()
    {
        var harness = new NamesHarness().Respond(Answer(DnsSamples.Aaaa).Record(DnsNameBytes.Of(Site), DnsSamples.Aaaa, Address("2001:db8::17")).Build(), "2001:db8::1");

        Assert.Equal((1, 1), harness.Connect(null, client: "2001:db8::1", server: "2001:db8::17").Close());
    }

    [Fact]
    public void Aliases_lead_on_in_any_order()
    {
        (string Owner, string Target)[] chain = [(Site, "a.example"), ("a.example", "b.example"), ("b.example", "c.example")];
        foreach (var order in new int[][] { [0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1] })
        {
            var answer = Answer();
            foreach (var i in order)
            {
                _ = i == 3 ? answer.Record(DnsNameBytes.Of("C.Example"), DnsSamples.A, Address(Host))
                    : answer.Record(DnsNameBytes.Of(chain[i].Owner), DnsSamples.Cname, DnsNameBytes.Of(chain[i].Target));
            }
            Assert.Equal((1, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
        }
    }

    [Fact]
    public void Aliases_in_a_circle_end()
    {
        var answer = Answer().Record(DnsNameBytes.Of("b.example"), DnsSamples.Cname, DnsNameBytes.Of(Site)).Record(DnsNameBytes.Of("a.example"), DnsSamples.Cname, DnsNameBytes.Of("b.example"))
            .Record(DnsNameBytes.Of(Site), DnsSamples.Cname, DnsNameBytes.Of("a.example")).Record(DnsNameBytes.Of("b.example"), DnsSamples.A, Address(Host));

        Assert.Equal((1, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
    }

    [Fact]
    public void Aliases_without_end_end()
    {
        var answer = Answer();
        for (var i = 500; i > 0; i--)
        {
            answer.Record(DnsNameBytes.Of($"n{i}.example"), DnsSamples.Cname, DnsNameBytes.Of($"n{i + 1}.example"));
        }
        answer.Record(DnsNameBytes.Of(Site), DnsSamples.Cname, DnsNameBytes.Of("n1.example")).Record(DnsNameBytes.Of("n501.example"), DnsSamples.A, Address(Host));

        Assert.Equal((0, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
    }

    [Fact]
    public void What_the_question_does_not_lead_to_names_nothing()
    {
        var answer = Answer().Record(DnsSection.Additional, DnsNameBytes.Of("www.twitter.com"), DnsSamples.A, 60, Address(Host))
            .Record(DnsNameBytes.Of("x.example"), DnsSamples.Cname, DnsNameBytes.Of(Site));

        Assert.Equal((0, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
        Assert.Equal((0, 1), new NamesHarness("Twitter").Respond(answer.Build()).Connect(null).Close());
    }

    [Fact]
    public void Hints_of_an_HTTPS_record_are_addresses()
    {
        var hints = Binding(ipv4Hints: [.. Address("198.51.100.1"), .. Address(Host)], ipv6Hints: Address("2001:db8::17"));
        var answer = Answer(DnsSamples.Https).Record(DnsNameBytes.Of(Site), DnsSamples.Https, hints).Build();

        Assert.Equal((1, 1), new NamesHarness().Respond(answer).Connect(null).Close());
        Assert.Equal((1, 1), new NamesHarness().Respond(answer).Connect(null, server: "198.51.100.1").Close());
        Assert.Equal((1, 1), new NamesHarness().Respond(answer, "2001:db8::1").Connect(null, client: "2001:db8::1", server: "2001:db8::17").Close());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_target_of_an_HTTPS_record_leads_on(byte priority)
    {
        var answer = Answer(DnsSamples.Https).Record(DnsSection.Additional, DnsNameBytes.Of("edge.example"), DnsSamples.A, 60, Address(Host))
            .Record(DnsNameBytes.Of(Site), DnsSamples.Https, Binding(priority, "edge.example")).Build();

        Assert.Equal((0, 1), new NamesHarness().Respond(Answer(DnsSamples.Https).Build()).Connect(null).Close());
        Assert.Equal((1, 1), new NamesHarness().Respond(answer).Connect(null).Close());
    }

    [Theory]
    [InlineData(0x8183, 53)] // NXDOMAIN
    [InlineData(0x8182, 53)] // SERVFAIL
    [InlineData(0xa180, 53)] // NOTIFY
    [InlineData(0x8180, 5353)]
    [InlineData(0x8180, 5355)]
    public void Errors_updates_and_names_of_the_local_link_name_nothing(int flags, ushort port)
    {
        var message = new DnsMessageBuilder((ushort)flags).Question(DnsNameBytes.Of(Site), DnsSamples.A).Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host))
            .Record(DnsNameBytes.Of(Site), DnsSamples.Https, Binding(ech: Wire.Tls.EchSamples.One)).Build();
        var harness = new NamesHarness().Respond(message, port: port).Connect(null);

        Assert.Equal((0, 1), harness.Close());
        Assert.Equal((0, 0), (harness.Pipeline.Answers.Count, harness.Pipeline.PublicNames.Count));
    }

    [Fact]
    public void Each_of_several_questions_is_answered_for_itself()
    {
        var answer = new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of("www.example.org"), DnsSamples.A).Question(DnsNameBytes.Of(Site), DnsSamples.A)
            .Record(DnsNameBytes.Of("www.example.org"), DnsSamples.A, Address("198.51.100.1")).Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host)).Build();
        var harness = new NamesHarness().Respond(answer).Connect(null).Connect(null, server: "198.51.100.1");

        Assert.Equal((1, 1), harness.Close());
        Assert.Equal((2, 1), (harness.Coverage.NamedByAnswer, harness.Coverage.Uncatalogued));
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 0)]
    public void No_message_has_more_than_so_many_records_looked_at(int at, int expected)
    {
        var answer = Answer();
        for (var i = 1; i < at; i++)
        {
            answer.Record(DnsNameBytes.Of("x.example"), DnsSamples.A, Address("198.51.100.1"));
        }
        answer.Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host));

        Assert.Equal((expected, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
    }

    [Theory]
    [InlineData("www.Example.org", 1)]
    [InlineData("www.example.com", 0)]
    public void A_question_that_repeats_costs_nothing_and_others_share_one_bound(string second, int expected)
    {
        var answer = new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of("www.example.org"), DnsSamples.A)
            .Question(DnsNameBytes.Of(second), DnsSamples.Aaaa).Question(DnsNameBytes.Of(Site), DnsSamples.A);
        for (var i = 0; i < 99; i++)
        {
            answer.Record(DnsNameBytes.Of("www.example.org"), DnsSamples.A, Address("198.51.100.1"));
        }
        answer.Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host));

        Assert.Equal((expected, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
    }

    [Fact]
    public void Aliases_that_would_be_walked_for_ever_leave_the_addresses_to_be_told()
    {
        var answer = Answer();
        for (var i = 14; i > 0; i--)
        {
            answer.Record(DnsNameBytes.Of($"n{i}.example"), DnsSamples.Cname, DnsNameBytes.Of($"n{i + 1}.example"));
        }
        answer.Record(DnsNameBytes.Of(Site), DnsSamples.Cname, DnsNameBytes.Of("n1.example")).Record(DnsNameBytes.Of(Site), DnsSamples.A, Address(Host));
        for (var i = 0; i < 235; i++)
        {
            answer.Record(DnsNameBytes.Of("n15.example"), DnsSamples.A, Address("198.51.100.1"));
        }

        Assert.Equal((1, 1), new NamesHarness().Respond(answer.Build()).Connect(null).Close());
    }

    [Fact]
    public void An_address_of_a_block_list_is_not_remembered()
    {
        var harness = new NamesHarness().Tell(Client, Site, "0.0.0.0");
        harness.Close();

        Assert.Equal(0, harness.Pipeline.Answers.Count);
    }

    [Fact]
    public void A_response_alone_is_no_sighting()
    {
        var harness = new NamesHarness().Tell(Client, Site, Host);

        Assert.Equal((0, 0), harness.Close());
        Assert.Equal(0, harness.Coverage.Sightings);
    }

    private static DnsMessageBuilder Answer(ushort type = DnsSamples.A) => new DnsMessageBuilder(DnsMessageBuilder.AnswerFlags).Question(DnsNameBytes.Of(Site), type);
}
