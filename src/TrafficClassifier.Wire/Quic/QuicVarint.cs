using System.Buffers.Binary;

namespace TrafficClassifier.Wire.Quic;

/// <summary>A variable-length integer (RFC 9000 16): the two highest bits of the first byte tell whether it has 1, 2, 4 or 8 bytes.</summary>
internal static class QuicVarint
{
    /// <summary>Reads the integer at <paramref name="at"/> and moves behind it; false when the bytes end before it does.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, scoped ref int at, out ulong value)
    {
        value = 0;
        if ((uint)at >= (uint)bytes.Length)
        {
            return false;
        }
        var length = 1 << (bytes[at] >> 6);
        if (length > bytes.Length - at)
        {
            return false;
        }
        value = length switch
        {
            1 => bytes[at],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) & 0x3fffUL,
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) & 0x3fff_ffffUL,
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]) & 0x3fff_ffff_ffff_ffffUL,
        };
        at += length;
        return true;
    }
}
