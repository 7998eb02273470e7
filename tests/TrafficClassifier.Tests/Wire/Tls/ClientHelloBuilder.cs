using System.Text;

namespace TrafficClassifier.Tests.Wire.Tls;

/// <summary>Writes ClientHello messages (RFC 8446 4.1.2), right or wrong: nothing is checked.</summary>
internal sealed class ClientHelloBuilder
{
    public const ushort ServerName = 0, Alpn = 16, SupportedVersions = 43, KeyShare = 51, EncryptedClientHello = 0xfe0d;

    private readonly List<byte> _extensions = [];

    public ushort Version { get; init; } = 0x0303;

    public byte[] SessionId { get; init; } = new byte[32];

    public byte[] CipherSuites { get; init; } = [0x13, 0x01, 0x13, 0x02];

    public byte[] Compressions { get; init; } = [0];

    /// <summary>Bytes of the extensions written so far.</summary>
    public int ExtensionsLength => _extensions.Count;

    public ClientHelloBuilder Extension(ushort type, byte[] data)
    {
        _extensions.AddRange([.. Big(type), .. Big(data.Length), .. data]);
        return this;
    }

    public ClientHelloBuilder Sni(string name) => Extension(ServerName, ServerNameList(Encoding.ASCII.GetBytes(name)));

    public ClientHelloBuilder Protocols(params string[] names) =>
        Extension(Alpn, Vector(2, [.. names.SelectMany(name => Vector(1, Encoding.ASCII.GetBytes(name)))]));

    public ClientHelloBuilder Versions(params ushort[] versions) => Extension(SupportedVersions, Vector(1, [.. versions.SelectMany(version => Big(version))]));

    /// <summary>The handshake message.</summary>
    public byte[] Build() => Message([.. Start(), .. Big(_extensions.Count), .. _extensions]);

    /// <summary>A hello of before TLS 1.2, without the extensions' length.</summary>
    public byte[] BuildWithoutExtensions() => Message(Start());

    /// <summary>Where the extensions' length stands in the message.</summary>
    public int ExtensionsStart => 4 + Start().Length;

    /// <summary>server_name_list with one host_name (RFC 6066 3).</summary>
    public static byte[] ServerNameList(byte[] name) => Vector(2, [0, .. Vector(2, name)]);

    /// <summary>Bytes behind their length.</summary>
    public static byte[] Vector(int lengthBytes, byte[] bytes) => lengthBytes == 1 ? [(byte)bytes.Length, .. bytes] : [.. Big(bytes.Length), .. bytes];

    public static byte[] Big(int value) => [(byte)(value >> 8), (byte)value];

    /// <summary>Bytes in a TLS record of type handshake.</summary>
    public static byte[] InRecord(byte[] fragment) => [22, 3, 1, .. Big(fragment.Length), .. fragment];

    private static byte[] Message(byte[] body) => [1, (byte)(body.Length >> 16), .. Big(body.Length), .. body];

    private byte[] Start() =>
        [.. Big(Version), .. Enumerable.Range(0, 32).Select(i => (byte)i), .. Vector(1, SessionId), .. Vector(2, CipherSuites), .. Vector(1, Compressions)];
}
