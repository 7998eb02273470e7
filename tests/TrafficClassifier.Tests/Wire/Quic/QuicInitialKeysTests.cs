using TrafficClassifier.Tests.Wire.Tls;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Wire.Quic;

public sealed class QuicInitialKeysTests
{
    public static TheoryData<uint> Versions =>
    [
        1, 0x6b3343cf, 0xff000016, 0xff000017, 0xff000018, 0xff000019, 0xff00001a, 0xff00001b, 0xff00001c, 0xff00001d, 0xff00001e, 0xff00001f,
        0xff000020, 0xff000021, 0xff000022, 0xfaceb001, 0xfaceb002, 0xfaceb00e, 0xfaceb011, 0xfaceb012, 0xfaceb013, 0x54303530, 0x54303531,
    ];

    [Theory]
    [InlineData(1, "1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2")]
    [InlineData(0x6b3343cf, "8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9")]
    public void The_oracle_derives_the_keys_of_the_standards(uint version, string key, string iv, string headerKey)
    {
        var keys = InitialBuilder.Keys(version, Convert.FromHexString("8394c8f03e515708"));
        Assert.Equal((key, iv, headerKey), (Hex.Text(keys.Key), Hex.Text(keys.Iv), Hex.Text(keys.HeaderKey)));
    }

    /// <summary>RFC 9001 A.2 and RFC 9369 A.2; the tag at the end vouches for all between.</summary>
    [Theory]
    [InlineData(1, "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8bab936b47d92ec356c", "e221af44860018ab0856972e194cd934")]
    [InlineData(0x6b3343cf, "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485dd04de806071bf03dceebfa162e75d6c96058bdbfb127cdfcbf903388e99ad04", "")]
    public void The_packet_of_the_standards_is_opened(uint version, string start, string end)
    {
        var bytes = new InitialBuilder { Version = version }.Build(QuicSamples.RfcFrames);
        Assert.Equal(1200, bytes.Length);
        Assert.StartsWith(start, Hex.Text(bytes), StringComparison.Ordinal);
        Assert.EndsWith(end, Hex.Text(bytes), StringComparison.Ordinal);
        Assert.Equal(QuicSamples.RfcFrames, Open(bytes));
    }

    [Fact]
    public void The_hello_of_the_standard_names_its_server()
    {
        Assert.Equal(DecodeStatus.Ok, QuicFrames.TryRead(QuicSamples.RfcFrames, out var frames));
        var pieces = frames.CryptoFrames;
        Assert.True(pieces.MoveNext());
        Assert.Equal(DecodeStatus.Ok, ClientHello.TryRead(pieces.Current.Data, out var hello));
        Assert.Equal("example.com"u8, hello.ServerName);
        Assert.False(pieces.MoveNext());
    }

    [Theory, MemberData(nameof(Versions))]
    public void Packets_of_every_version_and_length_are_opened(uint version)
    {
        var random = new Random((int)version);
        for (var length = 4; length < 400; length++)
        {
            var frames = new byte[length];
            var id = new byte[random.Next(21)];
            random.NextBytes(frames);
            random.NextBytes(id);
            var builder = new InitialBuilder
            {
                Version = version,
                KeyId = id,
                Token = new byte[random.Next(80)],
                NumberLength = random.Next(1, 5),
                Number = (uint)random.Next(256),
                IsGreased = random.Next(2) == 0,
                SourceId = new byte[random.Next(21)],
            };
            Assert.Equal(frames, Open(builder.Build(frames)));
        }
    }

    [Fact]
    public void Keys_of_another_connection_give_no_frames()
    {
        var believed = 0;
        for (uint i = 0; i < 2000; i++)
        {
            var bytes = new InitialBuilder { KeyId = BitConverter.GetBytes(i), DestinationId = [1, 2, 3, 4] }.Build(QuicSamples.RfcFrames);
            believed += OpenOrNull(bytes) is { } frames && QuicFrames.TryRead(frames, out _) == DecodeStatus.Ok ? 1 : 0;
        }
        Assert.Equal(0, believed);
    }

    [Fact]
    public void A_version_that_is_not_known_has_no_keys()
    {
        Assert.False(QuicInitialKeys.TryDerive(new QuicVersion(0xff000015), [1], out _));
        Assert.False(QuicInitialKeys.TryDerive(new QuicVersion(0x1a2a3a4a), [1], out _));
        Assert.False(QuicInitialKeys.TryDerive(QuicVersion.Version1, new byte[21], out _));
    }

    [Fact]
    public void Deriving_and_opening_allocate_nothing()
    {
        var bytes = new InitialBuilder().Build(QuicSamples.RfcFrames);
        var plaintext = new byte[bytes.Length];
        Assert.Equal(0, Allocation.PerRound(() =>
        {
            QuicPacket.TryRead(bytes, out var packet);
            QuicInitialKeys.TryDerive(packet.Header.Version, packet.Header.DestinationId, out var keys);
            keys.TryOpen(packet, plaintext, out var length);
            QuicFrames.TryRead(plaintext.AsSpan(0, length), out _);
        }));
        Assert.Equal(QuicSamples.RfcFrames, plaintext[..1162]);
    }

    [Fact]
    public void Whatever_a_packet_holds_opening_it_is_no_exception()
    {
        var random = new Random(9001);
        var sample = new InitialBuilder().Build(InitialBuilder.Crypto(0, TlsSamples.Hello));
        var plaintext = new byte[sample.Length];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = sample.ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            bytes[random.Next(30)] = (byte)random.Next(256);
            if (QuicPacket.TryRead(bytes, out var packet) == DecodeStatus.Ok && QuicInitialKeys.TryDerive(packet.Header.Version, packet.Header.DestinationId, out var keys)
                && keys.TryOpen(packet, plaintext, out var length) && QuicFrames.TryRead(plaintext.AsSpan(0, length), out var frames) == DecodeStatus.Ok)
            {
                Assert.NotEmpty(frames.ToString());
            }
        }
    }

    private static byte[] Open(byte[] bytes) => OpenOrNull(bytes) ?? throw new InvalidOperationException("not opened");

    private static byte[]? OpenOrNull(byte[] bytes)
    {
        Assert.Equal(DecodeStatus.Ok, QuicPacket.TryRead(bytes, out var packet));
        Assert.True(QuicInitialKeys.TryDerive(packet.Header.Version, packet.Header.DestinationId, out var keys));
        var plaintext = new byte[bytes.Length];
        return keys.TryOpen(packet, plaintext, out var length) ? plaintext[..length] : null;
    }
}
