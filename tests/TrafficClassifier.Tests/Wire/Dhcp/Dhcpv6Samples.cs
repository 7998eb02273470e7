using System.Buffers.Binary;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Tests.Wire.Dhcp;

/// <summary>Valid DHCPv6 messages, and what they are made of.</summary>
internal static class Dhcpv6Samples
{
    public static readonly byte[] Duid = [0, 1, 0, 1, 0x29, 0xd4, 0x7f, 0x66, 0x00, 0xaa, 0xbb, 0xcc, 0xdd, 0x01];
    public static readonly byte[] Address = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x17];
    public static readonly byte[] Prefix = [0x20, 0x01, 0x0d, 0xb8, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static readonly byte[] Solicit = Message(1, Option(1, Duid), Option(3, Association()), Option(39, [1, 5, .. "PC-17"u8, 4, .. "corp"u8, 0]));

    public static readonly byte[] Reply = Message(7, Option(1, Duid), Option(2, 0, 3, 0, 1, 2, 2, 2, 2, 2, 2),
        Option(3, Association(Lease(Address, 3600))), Option(4, [0, 0, 0, 1, .. Lease(Address, 600)]), Option(25, Association(Delegation(Prefix, 56, 7200))));

    public static readonly byte[] Relayed = Relay(12, 1, Option(18, 1, 2), Option(9, Relay(12, 0, Option(79, 0, 1, 0, 0xaa, 0xbb, 0xcc, 0xdd, 0x99), Option(9, Solicit))));

    public static byte[] Message(byte type, params byte[][] options) => [type, 0x12, 0x34, 0x56, .. options.SelectMany(option => option)];

    public static byte[] Relay(byte type, byte hops, params byte[][] options) => [type, hops, .. new byte[32], .. options.SelectMany(option => option)];

    public static byte[] Option(ushort code, params byte[] value) => [(byte)(code >> 8), (byte)code, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    public static byte[] Association(params byte[][] options) => [0, 0, 0, 1, .. new byte[8], .. options.SelectMany(option => option)];

    public static byte[] Lease(byte[] address, uint seconds, params byte[] options) => Option(Dhcpv6Option.Address, [.. address, .. Four(seconds), .. Four(seconds), .. options]);

    public static byte[] Delegation(byte[] prefix, byte length, uint seconds) => Option(Dhcpv6Option.Prefix, [.. Four(seconds), .. Four(seconds), length, .. prefix]);

    public static byte[] Status(ushort code) => Option(Dhcpv6Option.Status, (byte)(code >> 8), (byte)code);

    private static byte[] Four(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
