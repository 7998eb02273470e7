using System.Text;
using static TrafficClassifier.Tests.Wire.Tls.ClientHelloBuilder;

namespace TrafficClassifier.Tests.Wire.Tls;

/// <summary>ECHConfigLists (RFC 9849 4), written field by field.</summary>
internal static class EchSamples
{
    public const ushort Version = 0xfe0d;

    /// <summary>One configuration, X25519, HKDF-SHA256, AES-128-GCM.</summary>
    public static readonly byte[] One = List(Config("cloudflare-ech.com"));

    public static readonly byte[] Several = List(Config("Public.Example"), Unknown, Config("other.example", extensions: [0x12, 0x34, 0, 2, 9, 9]));

    public static readonly byte[] OnlyUnknown = List(Unknown);

    private static byte[] Unknown => [0xfe, 0x0a, 0, 3, 1, 2, 3];

    public static byte[] Config(string publicName, byte[]? extensions = null) => Config(Contents(publicName, extensions));

    public static byte[] Config(byte[] contents) => [.. Big(Version), .. Vector(2, contents)];

    public static byte[] Contents(string publicName, byte[]? extensions = null) =>
        [7, .. Big(0x0020), .. Vector(2, new byte[32]), .. Vector(2, [0, 1, 0, 1]), 0, .. Vector(1, Encoding.ASCII.GetBytes(publicName)), .. Vector(2, extensions ?? [])];

    public static byte[] List(params byte[][] configs) => Vector(2, [.. configs.SelectMany(config => config)]);

    /// <summary>The data of the extension in an outer hello (RFC 9849 5): suite, config id, key, payload.</summary>
    public static byte[] Outer => [0, 0, 1, 0, 1, 7, .. Vector(2, new byte[32]), .. Vector(2, new byte[144])];
}
