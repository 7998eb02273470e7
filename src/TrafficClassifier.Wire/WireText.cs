namespace TrafficClassifier.Wire;

/// <summary>
/// The text form of names from the wire: lower-case ASCII; bytes outside 0x21-0x7e, the backslash and, inside a DNS label, the dot
/// are written as \DDD in decimal (RFC 4343 2.1, RFC 1035 5.1). So every name has one spelling and no name can smuggle a separator.
/// </summary>
public static class WireText
{
    /// <summary>The longest text of one byte.</summary>
    public const int LongestEscape = 4;

    /// <summary>Appends <paramref name="bytes"/> at <paramref name="at"/>; false when the destination is too short.</summary>
    public static bool TryAppend(ReadOnlySpan<byte> bytes, Span<byte> destination, ref int at, bool escapeDots = false)
    {
        foreach (var value in bytes)
        {
            var plain = (uint)(value - 'A') <= 'Z' - 'A' ? (byte)(value | 0x20) : value;
            if (plain is < 0x21 or > 0x7e or (byte)'\\' || (escapeDots && plain == '.'))
            {
                if (destination.Length - at < LongestEscape)
                {
                    return false;
                }
                destination[at] = (byte)'\\';
                destination[at + 1] = (byte)('0' + (plain / 100));
                destination[at + 2] = (byte)('0' + (plain / 10 % 10));
                destination[at + 3] = (byte)('0' + (plain % 10));
                at += LongestEscape;
            }
            else
            {
                if (at >= destination.Length)
                {
                    return false;
                }
                destination[at++] = plain;
            }
        }
        return true;
    }

    /// <summary>Appends the dot between two labels; false when the destination is full.</summary>
    internal static bool TryAppendDot(Span<byte> destination, ref int at)
    {
        if (at >= destination.Length)
        {
            return false;
        }
        destination[at++] = (byte)'.';
        return true;
    }

    /// <summary>Writes the text of a host name as TLS or HTTP carry it; what does not fit is left out.</summary>
    /// <returns>The bytes written.</returns>
    public static int Format(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var at = 0;
        TryAppend(bytes, destination, ref at);
        return at;
    }
}
