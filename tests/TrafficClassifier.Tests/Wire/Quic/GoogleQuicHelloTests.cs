using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Tests.Wire.Quic;

public sealed class GoogleQuicHelloTests
{
    public static TheoryData<byte[], int> Layouts => new()
    {
        { GoogleQuicSamples.WithPrivateFlags, 33 }, { GoogleQuicSamples.LittleEndian, 35 }, { GoogleQuicSamples.BigEndian, 39 },
        { GoogleQuicSamples.WithoutLength, 43 }, { GoogleQuicSamples.LongHeader, 46 },

        // By hand: the first version without private flags.
        { Hex.Bytes("0d 0102030405060708 51303334 01 a1a2a3a4a5a6a7a8a9aaabac a001 2a00 43484c4f 0200 0000 50414400 02000000 534e4900 12000000 2d2d 7777772e66616365626f6f6b2e636f6d"), 34 },
    };

    [Theory, MemberData(nameof(Layouts))]
    public void Name_and_version_are_read_from_every_layout(byte[] packet, int version)
    {
        Assert.True(GoogleQuicHello.MayBegin(packet));
        Assert.Equal(DecodeStatus.Ok, GoogleQuicHello.TryRead(packet, out var hello));
        Assert.Equal((version, "www.facebook.com"), (hello.Number, Encoding.ASCII.GetString(hello.ServerName)));
    }

    [Theory]
    [InlineData(0, 0x0c)] // no version
    [InlineData(0, 0x0f)] // a reset
    [InlineData(10, 0x31)] // Q139
    [InlineData(12, 0x2f)] // Q03/
    [InlineData(11, 0x35)] // Q059
    [InlineData(26, 0x40)] // an acknowledgement
    [InlineData(27, 0x03)] // another stream
    [InlineData(30, 0x53)] // SHLO
    public void What_is_no_hello_in_clear_is_left_alone(int at, byte value)
    {
        byte[] packet = [.. GoogleQuicSamples.BigEndian];
        packet[at] = value;
        Assert.Equal(DecodeStatus.Unsupported, GoogleQuicHello.TryRead(packet, out _));
    }

    [Fact]
    public void Encrypted_versions_are_left_alone() =>
        Assert.Equal(DecodeStatus.Unsupported, GoogleQuicHello.TryRead(GoogleQuicSamples.Long(50, GoogleQuicSamples.Message()), out _));

    [Fact]
    public void Values_that_end_before_they_begin_are_malformed()
    {
        byte[] packet = [.. GoogleQuicSamples.WithoutLength];
        var at = packet.AsSpan().IndexOf("SNI\0"u8) + 4;
        packet[at] = 3; // PAD ends at 20
        Assert.Equal(DecodeStatus.Malformed, GoogleQuicHello.TryRead(packet, out _));
    }

    [Fact]
    public void Hello_without_a_name_has_none()
    {
        byte[] packet = [.. GoogleQuicSamples.WithoutLength];
        packet[packet.AsSpan().IndexOf("SNI\0"u8)] = (byte)'X';
        Assert.Equal(DecodeStatus.Ok, GoogleQuicHello.TryRead(packet, out var hello));
        Assert.True(hello.ServerName.IsEmpty);
    }
}
