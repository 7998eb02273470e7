using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;
using static TrafficClassifier.Tests.Wire.Dns.DnsMessageBuilder;
using static TrafficClassifier.Tests.Wire.Dns.DnsSamples;

namespace TrafficClassifier.Tests.Wire.Dns;

public sealed class DnsRecordTests
{
    [Theory]
    [InlineData(A, "0a010203", "10.1.2.3")]
    [InlineData(A, "0a0102", null)]
    [InlineData(A, "0a01020304", null)]
    [InlineData(A, "20010db8000000000000000000000017", null)]
    [InlineData(Aaaa, "20010db8000000000000000000000017", "2001:db8::17")]
    [InlineData(Aaaa, "0a010203", null)]
    [InlineData(Aaaa, "", null)]
    [InlineData(Txt, "0a010203", null)]
    public void An_address_is_read_where_type_and_length_agree(ushort type, string data, string? address)
    {
        var record = FirstRecord(type, Hex.Bytes(data));
        Assert.Equal(address is not null, record.TryGetAddress(out var read));
        Assert.Equal(address ?? new IpAddress(0, 0).ToString(), read.ToString());
    }

    [Fact]
    public void An_alias_may_be_compressed()
    {
        var record = FirstRecord(Cname, [.. DnsNameBytes.Labels("Edge"), .. DnsNameBytes.Pointer(FirstName)]);
        Assert.True(record.TryGetCname(out var target));
        Assert.Equal("edge.example.test", target.ToString());
    }

    [Fact]
    public void An_alias_that_overruns_its_data_is_none() => Assert.False(FirstRecord(Cname, DnsNameBytes.Labels("edge"), behind: [0]).TryGetCname(out _));

    [Fact]
    public void An_alias_that_ends_before_its_data_is_none() => Assert.False(FirstRecord(Cname, [.. DnsNameBytes.Of("edge"), 0]).TryGetCname(out _));

    [Fact]
    public void An_alias_without_a_name_is_none() => Assert.False(FirstRecord(Cname, []).TryGetCname(out _));

    [Fact]
    public void A_name_in_another_type_is_no_alias() => Assert.False(FirstRecord(Ns, DnsNameBytes.Of("ns.test")).TryGetCname(out _));

    [Fact]
    public void Fields_and_data_are_read()
    {
        var bytes = new DnsMessageBuilder(AnswerFlags)
            .Record(DnsSection.Authority, DnsNameBytes.Of("X.test"), Txt, 0x80000001, [1, 2, 3], @class: 3)
            .Build();
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(bytes, out var message));
        var records = message.Records;
        Assert.True(records.MoveNext());
        Assert.Equal(DnsSection.Authority, records.Current.Section);
        Assert.Equal("x.test", records.Current.Owner.ToString());
        Assert.Equal(new DnsType(Txt), records.Current.Type);
        Assert.Equal(3, records.Current.Class);
        Assert.Equal(0x80000001, records.Current.TimeToLive);
        Assert.Equal([1, 2, 3], records.Current.Data.ToArray());
        Assert.False(records.MoveNext());
    }

    [Fact]
    public void A_service_binding_of_another_type_is_none() => Assert.False(FirstRecord(Txt, DnsSamples.Binding).TryGetServiceBinding(out _));

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void A_service_binding_is_read(ushort type)
    {
        Assert.True(FirstRecord(type, DnsSamples.Binding).TryGetServiceBinding(out var binding));
        Assert.Equal(1, binding.Priority);
    }

    [Fact]
    public void A_service_binding_that_is_cut_is_none() => Assert.False(FirstRecord(Https, DnsSamples.Binding[..^1]).TryGetServiceBinding(out _));

    private static DnsRecord FirstRecord(ushort type, byte[] data, byte[]? behind = null)
    {
        byte[] bytes = [.. new DnsMessageBuilder(AnswerFlags).Record(DnsNameBytes.Of("example.test"), type, data).Build(), .. behind ?? []];
        Assert.Equal(DecodeStatus.Ok, DnsMessage.TryRead(bytes, out var message));
        var records = message.Records;
        Assert.True(records.MoveNext());
        return records.Current;
    }
}
