using System.Buffers;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Usage;

/// <summary>
/// Writes a set as bytes, whichever is shorter: gaps between members as base-128 numbers, or a bitmap. The first number says which:
/// 2 x count for gaps, 2 x bytes + 1 for a bitmap.
/// </summary>
public static class SubjectSetCodec
{
    private const int LongestNumber = 5;

    public static void Write(SubjectSet set, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(writer);
        var gapsLength = 0;
        var previous = -1;
        foreach (var subject in set)
        {
            gapsLength += LengthOf((uint)(subject.Value - previous - 1));
            previous = subject.Value;
        }
        var bitmapLength = (previous + 8) / 8;
        if (gapsLength <= bitmapLength)
        {
            WriteNumber((uint)set.Count << 1, writer);
            previous = -1;
            foreach (var subject in set)
            {
                WriteNumber((uint)(subject.Value - previous - 1), writer);
                previous = subject.Value;
            }
            return;
        }
        WriteNumber(((uint)bitmapLength << 1) | 1, writer);
        var bitmap = writer.GetSpan(bitmapLength)[..bitmapLength];
        bitmap.Clear();
        foreach (var subject in set)
        {
            bitmap[subject.Value >> 3] |= (byte)(1 << (subject.Value & 7));
        }
        writer.Advance(bitmapLength);
    }

    /// <summary>Adds the members written in <paramref name="bytes"/> to the set and moves behind them.</summary>
    /// <param name="limit">Members must be smaller: no stored byte may grow a set without bound.</param>
    /// <returns>False when the bytes are no set.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, int limit, SubjectSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!TryReadNumber(ref bytes, out var head))
        {
            return false;
        }
        var length = (int)(head >> 1);
        if ((head & 1) == 0)
        {
            var value = -1L;
            for (var i = 0; i < length; i++)
            {
                if (!TryReadNumber(ref bytes, out var gap) || (value += gap + 1L) >= limit)
                {
                    return false;
                }
                set.Add(new SubjectId((int)value));
            }
            return true;
        }
        if (length > bytes.Length)
        {
            return false;
        }
        var bitmap = bytes[..length];
        var end = 8 * length;
        while (end > limit && end > 0)
        {
            end--;
            if ((bitmap[end >> 3] >> (end & 7) & 1) != 0)
            {
                return false;
            }
        }
        set.UnionWith(bitmap);
        bytes = bytes[length..];
        return true;
    }

    /// <summary>Base 128, low group first, the upper bit says that more follows.</summary>
    public static void WriteNumber(uint value, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var span = writer.GetSpan(LongestNumber);
        var at = 0;
        while (value >= 0x80)
        {
            span[at++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[at++] = (byte)value;
        writer.Advance(at);
    }

    public static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out uint value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < LongestNumber; i++)
        {
            value |= (uint)(bytes[i] & 0x7f) << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                if (i == LongestNumber - 1 && bytes[i] > 0x0f)
                {
                    return false; // more than 32 bits
                }
                bytes = bytes[(i + 1)..];
                return true;
            }
        }
        return false;
    }

    private static int LengthOf(uint value) => value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;
}
