using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TrafficClassifier.Tests.Wire.Radius;

/// <summary>Valid accounting requests, signed as RFC 2866 3 says.</summary>
internal static class RadiusSamples
{
    public const string Secret = "correct horse";

    public static readonly byte[] Start = Request(1, "s1", "Alice", "10.1.1.1", "00-AA-BB-CC-DD-01");

    /// <summary>With a prefix and an interface id, which are an address together.</summary>
    public static readonly byte[] Interim = Build(Secret, Number(40, 3), Attribute(44, "s2"), Attribute(1, @"CORP\Bob"), Attribute(4, 10, 0, 0, 9),
        Attribute(97, 0, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 7), Attribute(96, 0, 0, 0, 0, 0, 0, 0, 5), Number(41, 30), Number(55, 1_262_563_200));

    public static byte[] Request(uint status, string session, string? user, string? address, string? station, string secret = Secret, params byte[][] more)
    {
        List<byte[]> attributes = [Number(40, status), Attribute(44, session), Attribute(32, "nas-1")];
        if (user is not null)
        {
            attributes.Add(Attribute(1, user));
        }
        if (address is not null)
        {
            attributes.Add(Attribute(8, System.Net.IPAddress.Parse(address).GetAddressBytes()));
        }
        if (station is not null)
        {
            attributes.Add(Attribute(31, station));
        }
        return Build(secret, [.. attributes, .. more]);
    }

    public static byte[] OfServer(uint status, string server) => Build(Secret, Number(40, status), Attribute(32, server));

    public static byte[] Attribute(byte type, params byte[] value) => [type, (byte)(2 + value.Length), .. value];

    public static byte[] Attribute(byte type, string value) => Attribute(type, Encoding.UTF8.GetBytes(value));

    public static byte[] Number(byte type, uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Attribute(type, bytes);
    }

    private static byte[] Build(string secret, params byte[][] attributes)
    {
        byte[] body = [.. attributes.SelectMany(attribute => attribute)];
        byte[] message = [4, 7, (byte)((20 + body.Length) >> 8), (byte)(20 + body.Length), .. new byte[16], .. body];
#pragma warning disable CA5351 // the protocol's own choice
        MD5.HashData([.. message, .. Encoding.UTF8.GetBytes(secret)]).CopyTo(message, 4);
#pragma warning restore CA5351
        return message;
    }
}
