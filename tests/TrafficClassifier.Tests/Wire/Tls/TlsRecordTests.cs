using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Tls;

public sealed class TlsRecordTests
{
    [Fact]
    public void Fields_are_read()
    {
        Assert.Equal(DecodeStatus.Ok, TlsRecord.TryRead(TlsSamples.Alert, out var record));
        Assert.Equal((21, 0x0303), (record.ContentType, record.Version));
        Assert.Equal("0228", Hex.Text(record.Fragment));
    }

    [Theory]
    [InlineData("16 0301 4001", "length above 2^14")]
    [InlineData("16 0301 0000", "no fragment")]
    [InlineData("13 0301 0001", "type 19")]
    [InlineData("19 0301 0001", "type 25")]
    [InlineData("16 0201 0001", "version 2")]
    public void What_contradicts_the_standard_is_malformed(string hex, string why) =>
        Assert.Equal((DecodeStatus.Malformed, why), (TlsRecord.TryReadCut([.. Hex.Bytes(hex), .. new byte[20]], out _), why));

    [Fact]
    public void A_fragment_of_2_to_the_14_is_the_longest() =>
        Assert.Equal(DecodeStatus.Ok, TlsRecord.TryRead([.. Hex.Bytes("16 0301 4000"), .. new byte[1 << 14]], out _));

    [Fact]
    public void A_cut_record_is_truncated_for_the_strict_and_read_as_far_as_it_is_there_by_the_lax()
    {
        Assert.Equal(DecodeStatus.Truncated, TlsRecord.TryRead(TlsSamples.Alert.AsSpan(0, 6), out _));
        Assert.Equal(DecodeStatus.Ok, TlsRecord.TryReadCut(TlsSamples.Alert.AsSpan(0, 6), out var record));
        Assert.True(record.IsCut);
        Assert.Equal("02", Hex.Text(record.Fragment));
    }

    [Fact]
    public void A_quick_look_tells_a_hello_from_other_records()
    {
        Assert.True(TlsRecord.LooksLikeClientHello(TlsSamples.Record));
        Assert.True(TlsRecord.LooksLikeClientHello(TlsSamples.Record.AsSpan(0, 6)));
        Assert.False(TlsRecord.LooksLikeClientHello(TlsSamples.Record.AsSpan(0, 5)));
        Assert.False(TlsRecord.LooksLikeClientHello(TlsSamples.Record.With(5, 2)));
        Assert.False(TlsRecord.LooksLikeClientHello(TlsSamples.Alert));
    }
}
