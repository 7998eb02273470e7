using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Tests.Wire.Quic;

public sealed class QuicPacketTests
{
    [Fact]
    public void Coalesced_packets_end_where_their_lengths_say()
    {
        byte[] bytes = [.. QuicSamples.Initial, .. QuicSamples.Handshake, .. QuicSamples.InitialOfVersion2, 0x40, 1, 2];
        var types = new List<QuicPacketType>();
        ReadOnlySpan<byte> rest = bytes;
        while (QuicPacket.TryRead(rest, out var packet) == DecodeStatus.Ok)
        {
            types.Add(packet.Type);
            rest = rest[packet.Bytes.Length..];
        }
        Assert.Equal([QuicPacketType.Initial, QuicPacketType.Handshake, QuicPacketType.Initial], types);
        Assert.Equal(3, rest.Length);
    }

    [Fact]
    public void Token_and_connection_ids_are_read()
    {
        Assert.Equal(DecodeStatus.Ok, QuicPacket.TryRead(QuicSamples.Initial, out var packet));
        Assert.Equal("0909", Hex.Text(packet.Token));
        Assert.Equal(("8394c8f03e515708", "010203"), (Hex.Text(packet.Header.DestinationId), Hex.Text(packet.Header.SourceId)));
        Assert.Equal(QuicVersion.Version1, packet.Header.Version);
    }

    [Fact]
    public void A_version_negotiation_is_a_long_header_and_no_packet()
    {
        Assert.Equal(DecodeStatus.Ok, QuicLongHeader.TryRead(QuicSamples.Negotiation, out var header));
        Assert.True(header.Version.IsNegotiation);
        Assert.Equal(DecodeStatus.Unsupported, QuicPacket.TryRead(QuicSamples.Negotiation, out _));
    }

    [Fact]
    public void Connection_ids_of_a_known_version_have_twenty_bytes_at_most()
    {
        byte[] header = [0xc0, 0, 0, 0, 1, 21, .. new byte[21], 0];
        Assert.Equal(DecodeStatus.Malformed, QuicLongHeader.TryRead(header, out _));
        Assert.Equal(DecodeStatus.Ok, QuicLongHeader.TryRead(header.With(1, 0x1a, 0x2a, 0x3a, 0x4a), out var grease));
        Assert.True(grease.Version.ForcesNegotiation);
    }

    [Fact]
    public void A_packet_without_a_sample_is_malformed()
    {
        byte[] header = [0xc0, 0, 0, 0, 1, 0, 0, 0];
        Assert.Equal(DecodeStatus.Malformed, QuicPacket.TryRead([.. header, 19, .. new byte[19]], out _));
        Assert.Equal(DecodeStatus.Ok, QuicPacket.TryRead([.. header, 20, .. new byte[20]], out _));
    }
}
