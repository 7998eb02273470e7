using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Wire.Network;

public sealed class Ipv6PacketTests
{
    private const int FirstExtension = 40;

    [Fact]
    public void Fields_are_read()
    {
        var packet = Read(IpSamples.Ipv6);
        Assert.Equal("2001:db8::17 2001:db8::35", $"{packet.Source} {packet.Destination}");
        Assert.Equal((IpProtocol.Udp, false, false), (packet.Protocol, packet.IsFragment, packet.IsCut));
        Assert.Equal("abcd"u8, packet.Payload);
    }

    [Fact]
    public void The_payload_length_ends_the_payload_so_ethernet_padding_is_none() =>
        Assert.Equal("abcd"u8, Read([.. IpSamples.Ipv6, 0, 0, 0]).Payload);

    [Fact]
    public void A_chain_of_extension_headers_is_walked()
    {
        var packet = Read(IpSamples.Ipv6Chain);
        Assert.Equal(IpProtocol.Tcp, packet.Protocol);
        Assert.Equal("abcd"u8, packet.Payload);
    }

    [Fact]
    public void An_atomic_fragment_is_a_whole_packet()
    {
        var packet = Read(IpSamples.Ipv6Fragment.With(FirstExtension, IpProtocol.Udp, 0, 0, 0));
        Assert.False(packet.IsFragment);
        Assert.Equal((IpProtocol.Udp, 4), (packet.Protocol, packet.Payload.Length));
    }

    [Theory]
    [InlineData(0x00, 0x01)] // the first one
    [InlineData(0x00, 0x08)] // the last one
    [InlineData(0xff, 0xf9)]
    public void A_fragment_ends_the_walk(byte high, byte low)
    {
        var packet = Read(IpSamples.Ipv6Fragment.With(FirstExtension + 2, high, low));
        Assert.True(packet.IsFragment);
        Assert.Equal((IpProtocol.DestinationOptions, 4), (packet.Protocol, packet.Payload.Length));
    }

    [Fact]
    public void The_reserved_bits_of_a_fragment_header_mean_nothing() =>
        Assert.False(Read(IpSamples.Ipv6Fragment.With(FirstExtension, IpProtocol.Udp, 0, 0, 6)).IsFragment);

    [Theory]
    [InlineData(IpProtocol.NoNext)]
    [InlineData(50)] // ESP
    [InlineData(58)] // ICMPv6
    [InlineData(253)]
    public void Any_other_protocol_ends_the_chain(byte protocol)
    {
        var packet = Read(IpSamples.Ipv6.With(6, protocol));
        Assert.Equal((protocol, 4), (packet.Protocol, packet.Payload.Length));
    }

    [Fact]
    public void A_tcp_packet_without_a_payload_length_is_segmentation_offload_and_means_all_bytes() =>
        Assert.Equal("abcd"u8, Read(IpSamples.Ipv6.With(5, 0, IpProtocol.Tcp)).Payload);

    [Fact]
    public void A_packet_may_be_empty() => Assert.True(Read(IpSamples.Ipv6.With(5, 0)).Payload.IsEmpty);

    [Fact]
    public void An_extension_header_that_overruns_the_packet_is_malformed() =>
        Assert.Equal(DecodeStatus.Malformed, Ipv6Packet.TryRead(IpSamples.Ipv6Chain.With(FirstExtension + 1, 9), out _));

    [Fact]
    public void An_extension_header_that_does_not_fit_the_packet_is_malformed_whatever_stands_behind() =>
        Assert.Equal(DecodeStatus.Malformed, Ipv6Packet.TryRead([.. IpSamples.Ipv6.With(6, IpProtocol.Routing), .. new byte[100]], out _));

    [Fact]
    public void An_extension_header_behind_the_capture_is_truncated() =>
        Assert.Equal(DecodeStatus.Truncated, Ipv6Packet.TryReadCut(IpSamples.Ipv6Chain.AsSpan(0, FirstExtension + 12), out _));

    [Theory]
    [InlineData(0x45)]
    [InlineData(0x00)]
    [InlineData(0x7f)]
    public void Another_version_is_malformed(byte first) => Assert.Equal(DecodeStatus.Malformed, Ipv6Packet.TryRead(IpSamples.Ipv6.With(0, first), out _));

    [Fact]
    public void A_cut_packet_is_truncated_for_the_strict_and_read_as_far_as_it_is_there_by_the_lax()
    {
        var cut = IpSamples.Ipv6Chain[..^2];
        Assert.Equal(DecodeStatus.Truncated, Ipv6Packet.TryRead(cut, out _));
        Assert.Equal(DecodeStatus.Ok, Ipv6Packet.TryReadCut(cut, out var packet));
        Assert.True(packet.IsCut);
        Assert.Equal("ab"u8, packet.Payload);
    }

    private static Ipv6Packet Read(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, Ipv6Packet.TryRead(bytes, out var packet));
        return packet;
    }
}
