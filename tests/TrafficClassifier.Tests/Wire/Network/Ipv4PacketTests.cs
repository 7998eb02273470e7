using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Wire.Network;

public sealed class Ipv4PacketTests
{
    [Fact]
    public void Fields_are_read()
    {
        var packet = Read(IpSamples.Ipv4);
        Assert.Equal("10.1.2.3 31.13.72.36", $"{packet.Source} {packet.Destination}");
        Assert.Equal((IpProtocol.Udp, 0xabcd, 20, false), (packet.Protocol, packet.Identification, packet.HeaderLength, packet.IsCut));
        Assert.Equal("abcd"u8, packet.Payload);
    }

    [Fact]
    public void The_total_length_ends_the_payload_so_ethernet_padding_is_none()
    {
        byte[] padded = [.. IpSamples.Ipv4, .. new byte[22]];
        Assert.Equal("abcd"u8, Read(padded).Payload);
        Assert.True(Read(padded.With(3, 20)).Payload.IsEmpty);
    }

    [Fact]
    public void The_payload_starts_behind_the_options()
    {
        var packet = Read(IpSamples.Ipv4WithOptions);
        Assert.Equal(28, packet.HeaderLength);
        Assert.Equal("a"u8, packet.Payload);
    }

    [Fact]
    public void Total_length_0_is_segmentation_offload_and_means_all_bytes() => Assert.Equal("abcd"u8, Read(IpSamples.Ipv4WithoutTotalLength).Payload);

    [Theory]
    [InlineData(0x00, 0x00, false)]
    [InlineData(0x40, 0x00, false)] // don't fragment
    [InlineData(0x80, 0x00, false)] // reserved
    [InlineData(0x20, 0x00, true)] // the first one
    [InlineData(0x20, 0xb9, true)]
    [InlineData(0x00, 0xb9, true)] // the last one
    [InlineData(0x1f, 0xff, true)]
    public void A_fragment_has_more_behind_it_or_an_offset(byte high, byte low, bool isFragment) =>
        Assert.Equal(isFragment, Read(IpSamples.Ipv4.With(6, high, low)).IsFragment);

    [Theory]
    [InlineData(0x44, "header of 16 bytes")]
    [InlineData(0x40, "header of 0 bytes")]
    [InlineData(0x65, "version 6")]
    [InlineData(0x05, "version 0")]
    public void A_first_byte_that_cannot_be_is_malformed(byte first, string why) =>
        Assert.Equal((DecodeStatus.Malformed, why), (Ipv4Packet.TryRead(IpSamples.Ipv4.With(0, first), out _), why));

    [Theory]
    [InlineData(19)]
    [InlineData(1)]
    public void A_total_length_inside_the_header_is_malformed(byte length) =>
        Assert.Equal(DecodeStatus.Malformed, Ipv4Packet.TryRead(IpSamples.Ipv4.With(3, length), out _));

    [Fact]
    public void A_header_longer_than_the_capture_is_truncated() =>
        Assert.Equal(DecodeStatus.Truncated, Ipv4Packet.TryReadCut(IpSamples.Ipv4.With(0, 0x4f).With(3, 100), out _));

    [Fact]
    public void A_cut_packet_is_truncated_for_the_strict_and_read_as_far_as_it_is_there_by_the_lax()
    {
        var cut = IpSamples.Ipv4[..^2];
        Assert.Equal(DecodeStatus.Truncated, Ipv4Packet.TryRead(cut, out _));
        Assert.Equal(DecodeStatus.Ok, Ipv4Packet.TryReadCut(cut, out var packet));
        Assert.True(packet.IsCut);
        Assert.Equal("ab"u8, packet.Payload);
    }

    private static Ipv4Packet Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, Ipv4Packet.TryRead(bytes, out var packet));
        return packet;
    }
}
