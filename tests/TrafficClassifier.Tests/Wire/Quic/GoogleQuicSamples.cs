using System.Text;

namespace TrafficClassifier.Tests.Wire.Quic;

/// <summary>Hellos of Google QUIC, one for each layout: with lengths in both byte orders, without, and behind the later header.</summary>
internal static class GoogleQuicSamples
{
    public static readonly byte[] WithPrivateFlags = Public(33, [0xa0, 1, .. Little(Message().Length), .. Message(), 0, 0]);
    public static readonly byte[] LittleEndian = Public(35, [0xa4, 1, 0, 4, .. Little(Message().Length), .. Message()]);
    public static readonly byte[] BigEndian = Public(39, [0xa0, 1, .. Big(Message().Length), .. Message()]);
    public static readonly byte[] WithoutLength = Public(43, [0x80, 1, .. Message()]);
    public static readonly byte[] LongHeader = Long(46, [0xa0, 1, .. Big(Message().Length), .. Message()]);

    /// <summary>A CHLO of padding, name and version.</summary>
    public static byte[] Message(string name = "www.facebook.com")
    {
        byte[][] values = [new byte[20], Encoding.ASCII.GetBytes(name), [.. "Q043"u8]];
        string[] tags = ["PAD\0", "SNI\0", "VER\0"];
        List<byte> bytes = [.. "CHLO"u8, .. Little(tags.Length), 0, 0];
        var end = 0;
        for (var i = 0; i < tags.Length; i++)
        {
            end += values[i].Length;
            bytes.AddRange([.. Encoding.ASCII.GetBytes(tags[i]), .. Little(end), 0, 0]);
        }
        return [.. bytes, .. values.SelectMany(value => value)];
    }

    /// <summary>Flags, connection id, version, packet number 1, hash.</summary>
    public static byte[] Public(int version, byte[] frame) =>
        [0x0d, 1, 2, 3, 4, 5, 6, 7, 8, .. Version(version), 1, .. new byte[12], .. version <= 33 ? new byte[1] : [], .. frame];

    public static byte[] Long(int version, byte[] frame) =>
        [0xc3, .. Version(version), 0x50, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1, .. new byte[12], .. frame];

    public static byte[] Little(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Big(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Version(int number) => Encoding.ASCII.GetBytes($"Q{number:d3}");
}
