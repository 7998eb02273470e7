using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Tests.Wire.Transport;

public sealed class TcpSegmentTests
{
    [Fact]
    public void Fields_are_read()
    {
        Assert.Equal(DecodeStatus.Ok, TcpSegment.TryRead(TransportSamples.Tcp, out var segment));
        Assert.Equal((51234, 443, 0xfedcba98, false), (segment.SourcePort, segment.DestinationPort, segment.SequenceNumber, segment.IsSyn));
        Assert.Equal("160301", Hex.Text(segment.Payload));
    }

    [Fact]
    public void The_payload_starts_behind_the_options()
    {
        Assert.Equal(DecodeStatus.Ok, TcpSegment.TryRead([.. TransportSamples.TcpSyn, 0x61], out var segment));
        Assert.True(segment.IsSyn);
        Assert.Equal(40, segment.HeaderLength);
        Assert.Equal("a"u8, segment.Payload);
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x0f)]
    public void A_data_offset_inside_the_header_is_malformed(byte offset) =>
        Assert.Equal(DecodeStatus.Malformed, TcpSegment.TryRead(TransportSamples.Tcp.With(12, offset), out _));

    [Fact]
    public void A_data_offset_behind_the_bytes_is_truncated() =>
        Assert.Equal(DecodeStatus.Truncated, TcpSegment.TryRead(TransportSamples.Tcp.With(12, 0x60), out _));
}
