using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Transport;

namespace TrafficClassifier.Tests.Wire.Transport;

public sealed class UdpDatagramTests
{
    [Fact]
    public void Ports_are_read()
    {
        Assert.Equal(DecodeStatus.Ok, UdpDatagram.TryRead(TransportSamples.Udp, out var datagram));
        Assert.Equal((54321, 53), (datagram.SourcePort, datagram.DestinationPort));
    }

    [Theory]
    [InlineData(8, "")]
    [InlineData(10, "ab")]
    [InlineData(12, "abcd")]
    public void Payload_ends_where_the_length_field_says(byte length, string payload)
    {
        Assert.Equal(DecodeStatus.Ok, UdpDatagram.TryRead(TransportSamples.Udp.With(5, length), out var datagram));
        Assert.Equal(payload, System.Text.Encoding.ASCII.GetString(datagram.Payload));
    }

    [Fact]
    public void A_length_behind_the_bytes_is_truncated() =>
        Assert.Equal(DecodeStatus.Truncated, UdpDatagram.TryRead(TransportSamples.Udp.With(5, 13), out _));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_length_inside_the_header_is_malformed(byte length) =>
        Assert.Equal(DecodeStatus.Malformed, UdpDatagram.TryRead(TransportSamples.Udp.With(5, length), out _));
}
