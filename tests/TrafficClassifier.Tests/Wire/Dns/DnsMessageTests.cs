using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;
using static TrafficClassifier.Tests.Wire.Dns.DnsMessageBuilder;
using static TrafficClassifier.Tests.Wire.Dns.DnsSamples;

namespace TrafficClassifier.Tests.Wire.Dns;

public sealed class DnsMessageTests
{
    [Fact]
    public void The_header_is_read()
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(new DnsMessageBuilder(flags: 0xaa83, id: 0xbeef).Build(), out var message));
        Assert.Equal(0xbeef, message.Id);
        Assert.True(message.IsResponse);
        Assert.Equal(5, message.Opcode);
        Assert.True(message.IsTruncatedByServer);
        Assert.Equal(3, message.ResponseCode);
    }

    [Fact]
    public void A_query_is_read()
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(Query, out var message));
        Assert.False(message.IsResponse);
        Assert.False(message.IsTruncatedByServer);
        Assert.Equal(0, message.ResponseCode);
        Assert.Equal(["www.facebook.com A"], QuestionsOf(message));
    }

    [Fact]
    public void Several_questions_are_read()
    {
        var bytes = new DnsMessageBuilder()
            .Question(DnsNameBytes.Of("a.test"), A)
            .Question([.. DnsNameBytes.Labels("b"), .. DnsNameBytes.Pointer(FirstName + 2)], Aaaa, @class: 255)
            .Question(DnsNameBytes.Root, 4711)
            .Build();
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(bytes, out var message));
        Assert.Equal(["a.test A", "b.test AAAA", ". TYPE4711"], QuestionsOf(message));
    }

    [Fact]
    public void Records_of_all_sections_are_read_in_order()
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(AnswerWithAlias, out var message));
        Assert.Equal(
            [
                "Answer www.facebook.com 300 class=1 CNAME star-mini.c10r.facebook.com",
                "Answer star-mini.c10r.facebook.com 300 class=1 A 31.13.72.36",
                "Answer star-mini.c10r.facebook.com 300 class=1 AAAA 2a03:2880:f10c:283:face:b00c:0:25de",
                "Authority facebook.com 3600 class=1 NS [19]",
                "Additional a.ns.facebook.com 3600 class=1 A 129.134.30.12",
                "Additional . 0 class=1232 OPT [0]",
            ],
            RecordsOf(message));
        Assert.Equal(3, message.AnswerCount);
    }

    [Fact]
    public void The_edns_record_is_found_among_the_additional_ones()
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(Query, out var message));
        Assert.True(message.TryFindEdns(out var opt));
        Assert.Equal(1232, opt.Class);
    }

    [Fact]
    public void An_edns_record_in_another_section_is_none()
    {
        var bytes = new DnsMessageBuilder().Record(DnsNameBytes.Root, 41, []).Build();
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(bytes, out var message));
        Assert.False(message.TryFindEdns(out _));
    }

    [Theory]
    [InlineData(4, "questions")]
    [InlineData(6, "answers")]
    [InlineData(8, "authorities")]
    [InlineData(10, "additional records")]
    public void A_count_that_promises_more_than_there_is_is_truncated(int at, string section)
    {
        Assert.Equal((DecodeStatus.Truncated, section), (DnsMessage.TryRead(Query.With(at, 0xff, 0xff), out _), section));
        Assert.Equal((DecodeStatus.Truncated, section), (DnsMessage.TryRead(Query.With(at, 0, 2), out _), section));
    }

    [Fact]
    public void A_count_that_promises_less_than_there_is_leaves_the_rest_alone()
    {
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(AnswerWithAlias.With(6, 0, 1, 0, 0, 0, 0), out var message));
        Assert.Single(RecordsOf(message));
    }

    [Fact]
    public void Data_that_overruns_the_message_is_truncated()
    {
        var bytes = new DnsMessageBuilder(AnswerFlags).Record(DnsNameBytes.Of("a"), A, [1, 2, 3, 4]).Build();
        Assert.Equal(DecodeStatus.Truncated, DnsMessage.TryRead(bytes.With(bytes.Length - 6, 0, 5), out _));
    }

    [Fact]
    public void A_bad_name_makes_the_message_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, DnsMessage.TryRead(new DnsMessageBuilder().Question(DnsNameBytes.Pointer(FirstName), A).Build(), out _));

    [Fact]
    public void A_bad_owner_makes_the_message_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, DnsMessage.TryRead(new DnsMessageBuilder().Record(DnsNameBytes.Pointer(0), A, [1, 2, 3, 4]).Build(), out _));

    [Fact]
    public void A_name_cannot_reach_bytes_behind_the_message()
    {
        // The second question's name points to the first one's class, read as a label of 63 bytes that ends far behind the message.
        var bytes = new DnsMessageBuilder()
            .Question(DnsNameBytes.Of("x"), A, @class: 0x003f)
            .Question(DnsNameBytes.Pointer(FirstName + 6), A)
            .Build();
        Assert.Equal(DecodeStatus.Malformed, DnsMessage.TryRead([.. bytes, .. new byte[100]], out _));
    }

    [Fact]
    public void A_record_name_cannot_reach_bytes_behind_the_message()
    {
        var bytes = new DnsMessageBuilder(AnswerFlags)
            .Question(DnsNameBytes.Of("x"), A, @class: 0x003f)
            .Record(DnsNameBytes.Pointer(FirstName + 6), 0xffff, [])
            .Build();
        Assert.Equal(DecodeStatus.Malformed, DnsMessage.TryRead([.. bytes, .. new byte[100]], out _));
    }

    [Fact]
    public void Walking_a_message_allocates_nothing()
    {
        Assert.Equal(0, Allocation.PerRound(() => Walk(AnswerWithAlias)));
        Assert.Equal(0, Allocation.PerRound(() => Walk(ServiceAnswer)));
    }

    private static void Walk(byte[] bytes)
    {
        Span<byte> text = stackalloc byte[DnsName.LongestText];
        DnsMessage.TryRead(bytes, out var message);
        message.TryFindEdns(out _);
        foreach (var question in message.Questions)
        {
            question.Name.Format(text);
        }
        foreach (var record in message.Records)
        {
            record.Owner.Format(text);
            record.TryGetAddress(out _);
            if (record.TryGetCname(out var target))
            {
                target.Format(text);
            }
            if (record.TryGetServiceBinding(out var binding))
            {
                binding.FormatTarget(text);
                binding.TryFind(ServiceBinding.EchKey, out _);
            }
        }
    }

    private static List<string> QuestionsOf(DnsMessage message)
    {
        var all = new List<string>();
        foreach (var question in message.Questions)
        {
            all.Add(question.ToString());
        }
        return all;
    }

    private static List<string> RecordsOf(DnsMessage message)
    {
        var all = new List<string>();
        foreach (var record in message.Records)
        {
            all.Add(record.ToString());
        }
        return all;
    }
}
