using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using static TrafficClassifier.Tests.Wire.Tls.ClientHelloBuilder;

namespace TrafficClassifier.Tests.Wire.Quic;

/// <summary>Writes protected Initials (RFC 9001 5) with the framework's HKDF, AES and AES-GCM: nothing of the product is used.</summary>
internal sealed class InitialBuilder
{
    public uint Version { get; init; } = 1;

    /// <summary>The connection id that the keys come from.</summary>
    public byte[] KeyId { get; init; } = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

    /// <summary>The connection id in the header, where it is another one.</summary>
    public byte[]? DestinationId { get; init; }

    public byte[] SourceId { get; init; } = [];

    public byte[] Token { get; init; } = [];

    public int NumberLength { get; init; } = 4;

    public uint Number { get; init; } = 2;

    /// <summary>The fixed bit is 0 (RFC 9287).</summary>
    public bool IsGreased { get; init; }

    /// <summary>A server's packet: other keys.</summary>
    public bool IsServer { get; init; }

    /// <summary>In the numbers of version 1: 0 Initial, 1 0-RTT, 2 Handshake.</summary>
    public int Type { get; init; }

    public byte[] Build(byte[] frames)
    {
        var (key, iv, headerKey) = Keys(Version, KeyId, IsServer);
        var destination = DestinationId ?? KeyId;
        var type = Version == 0x6b3343cf ? (Type + 1) & 3 : Type;
        byte[] number = [.. Word(Number)[(4 - NumberLength)..]];
        byte[] header =
        [
            (byte)(0x80 | (IsGreased ? 0 : 0x40) | (type << 4) | (NumberLength - 1)), .. Word(Version),
            .. Vector(1, destination), .. Vector(1, SourceId),
            .. Type == 0 ? [.. Varint(Token.Length), .. Token] : Array.Empty<byte>(), .. Varint(NumberLength + frames.Length + 16, 2), .. number,
        ];
        var nonce = iv.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(8), BinaryPrimitives.ReadUInt32BigEndian(nonce.AsSpan(8)) ^ Number);
        var cipher = new byte[frames.Length];
        var tag = new byte[16];
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(nonce, frames, cipher, tag, header);
        byte[] packet = [.. header, .. cipher, .. tag];

        using var aes = Aes.Create();
        aes.Key = headerKey;
        var start = header.Length - NumberLength;
        var mask = aes.EncryptEcb(packet.AsSpan(start + 4, 16), PaddingMode.None);
        packet[0] ^= (byte)(mask[0] & 0x0f);
        for (var i = 0; i < NumberLength; i++)
        {
            packet[start + i] ^= mask[1 + i];
        }
        return packet;
    }

    public static (byte[] Key, byte[] Iv, byte[] HeaderKey) Keys(uint version, byte[] id, bool isServer = false)
    {
        var secret = HKDF.Extract(HashAlgorithmName.SHA256, id, Convert.FromHexString(Salt(version)));
        secret = Expand(secret, isServer ? "server in" : "client in", 32);
        var prefix = version == 0x6b3343cf ? "quicv2" : "quic";
        return (Expand(secret, prefix + " key", 16), Expand(secret, prefix + " iv", 12), Expand(secret, prefix + " hp", 16));
    }

    public static byte[] Crypto(int offset, ReadOnlySpan<byte> data) => [6, .. Varint(offset), .. Varint(data.Length), .. data];

    /// <summary>An integer in as few bytes as it fits, or in at least so many (RFC 9000 16).</summary>
    public static byte[] Varint(int value, int atLeast = 1) => (value, atLeast) switch
    {
        ( < 0x40, 1) => [(byte)value],
        ( < 0x4000, <= 2) => Big(value | 0x4000),
        _ => Word((uint)value | 0x8000_0000),
    };

    private static byte[] Word(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Expand(byte[] secret, string label, int length) => HKDF.Expand(HashAlgorithmName.SHA256, secret, length,
        [0, (byte)length, .. Vector(1, Encoding.ASCII.GetBytes("tls13 " + label)), 0]);

    private static string Salt(uint version) => version switch
    {
        1 or 0xff000021 or 0xff000022 => "38762cf7f55934b34d179ae6a4c80cadccbb7f0a",
        0x6b3343cf => "0dede3def700a6db819381be6e269dcbf9bd2ed9",
        >= 0xff00001d and <= 0xff000020 => "afbfec289993d24c9e9786f19c6111e04390a899",
        0xff000016 or 0xfaceb001 => "7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a",
        0x54303530 => "7ff579e5acd072915580304c43a2367c60488310",
        0x54303531 => "7a4edef4e7ccee5fa4506c19124fc8ccda6e033d",
        _ => "c3eef712c72ebb5a11a7d2432bb46365bef9f502",
    };
}
