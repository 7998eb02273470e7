using System.Buffers.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs;

/// <summary>How logs spell parts of lines, numbers, addresses and identifiers.</summary>
internal static class LogText
{
    /// <summary>Cuts off what stands in front of the first separator, and the separator.</summary>
    /// <returns>False: there is none, and nothing was cut.</returns>
    public static bool TryCut(scoped ref ReadOnlySpan<byte> text, byte separator, out ReadOnlySpan<byte> part)
    {
        var at = text.IndexOf(separator);
        if (at < 0)
        {
            part = default;
            return false;
        }
        part = text[..at];
        text = text[(at + 1)..];
        return true;
    }

    /// <summary>Cuts off the next word, and the spaces around it.</summary>
    public static ReadOnlySpan<byte> CutWord(scoped ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        var at = text.IndexOf((byte)' ');
        var word = at < 0 ? text : text[..at];
        text = at < 0 ? default : text[(at + 1)..].TrimStart((byte)' ');
        return word;
    }

    /// <summary>Cuts off a text that stands in front.</summary>
    public static bool TryCutStart(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        if (!text.StartsWith(start))
        {
            return false;
        }
        text = text[start.Length..];
        return true;
    }

    /// <summary>What stands between two texts, the first of which stands anywhere.</summary>
    public static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, byte end)
    {
        var at = text.IndexOf(before);
        if (at < 0)
        {
            return default;
        }
        text = text[(at + before.Length)..];
        var length = text.IndexOf(end);
        return length < 0 ? text : text[..length];
    }

    /// <summary>Decimal digits and nothing else, up to 18.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.Length is 0 or > 18)
        {
            return false;
        }
        foreach (var value in text)
        {
            if (!char.IsAsciiDigit((char)value))
            {
                return false;
            }
            number = (number * 10) + (value - '0');
        }
        return true;
    }

    public static bool TryParsePort(ReadOnlySpan<byte> text, out ushort port)
    {
        var isRight = TryParseNumber(text, out var number) && number <= ushort.MaxValue;
        port = isRight ? (ushort)number : (ushort)0;
        return isRight;
    }

    /// <summary>0 for what is no port.</summary>
    public static ushort PortOf(ReadOnlySpan<byte> text) => TryParsePort(text, out var port) ? port : (ushort)0;

    /// <summary>Whole seconds of a number with or without a fraction.</summary>
    public static long SecondsOf(ReadOnlySpan<byte> text, long otherwise)
    {
        var point = text.IndexOf((byte)'.');
        return TryParseNumber(point < 0 ? text : text[..point], out var seconds) ? seconds : otherwise;
    }

    /// <summary>Unspecified for what is no address.</summary>
    public static IpAddress AddressOf(ReadOnlySpan<byte> text) => TryParseAddress(text, out var address) ? address : default;

    /// <summary>A fraction of a second, without its point, as nanoseconds.</summary>
    public static bool TryParseFraction(ReadOnlySpan<byte> text, out int nanoseconds)
    {
        nanoseconds = 0;
        if (!TryParseNumber(text[..Math.Min(text.Length, 9)], out var number))
        {
            return false;
        }
        for (var i = text.Length; i < 9; i++)
        {
            number *= 10;
        }
        nanoseconds = (int)number;
        return text.Length <= 9 || !text[9..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>IPv4 in four decimal numbers, IPv6 as RFC 4291 2.2; a zone behind it is cut off.</summary>
    public static bool TryParseAddress(ReadOnlySpan<byte> text, out IpAddress address)
    {
        if (TryParseIpv4(text, out var ipv4))
        {
            address = IpAddress.FromIpv4(ipv4);
            return true;
        }
        var zone = text.IndexOf((byte)'%');
        return TryParseIpv6(zone < 0 ? text : text[..zone], out address);
    }

    /// <summary>A hardware address in any usual spelling; of another length than 6 bytes, or none, it is none.</summary>
    public static MacAddress MacOf(ReadOnlySpan<byte> text)
    {
        Span<char> chars = stackalloc char[17];
        if (text.Length > chars.Length)
        {
            return MacAddress.None;
        }
        for (var i = 0; i < text.Length; i++)
        {
            chars[i] = (char)text[i];
        }
        return MacAddress.TryParse(chars[..text.Length], out var mac) ? mac : MacAddress.None;
    }

    /// <summary>Bytes in hexadecimal, in one or with ':', '-' or spaces between them.</summary>
    /// <returns>How many were written; none where the text is anything else or does not fit.</returns>
    public static int ParseHex(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            if (count > 0 && text[0] is (byte)':' or (byte)'-' or (byte)' ')
            {
                text = text[1..];
            }
            var digits = text.Length > 1 && char.IsAsciiHexDigit((char)text[1]) ? 2 : 1;
            if (count == bytes.Length || text.IsEmpty || !Utf8Parser.TryParse(text[..digits], out byte value, out var consumed, 'x') || consumed != digits)
            {
                return 0;
            }
            bytes[count++] = value;
            text = text[digits..];
        }
        return count;
    }

    /// <summary>Text behind '%', as in addresses of the web (RFC 3986 2.1), in place of what it stands for.</summary>
    /// <returns>The text; in the room given where anything was escaped.</returns>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text, byte escape, ReadOnlySpan<byte> behindEscape, Span<byte> room)
    {
        if (!text.Contains(escape))
        {
            return text;
        }
        var written = 0;
        for (var i = 0; i < text.Length && written < room.Length; i++)
        {
            var digits = i + 1 + behindEscape.Length;
            if (text[i] == escape && digits + 2 <= text.Length && text[(i + 1)..].StartsWith(behindEscape)
                && Utf8Parser.TryParse(text.Slice(digits, 2), out byte value, out var consumed, 'x') && consumed == 2)
            {
                room[written++] = value;
                i = digits + 1;
            }
            else
            {
                room[written++] = text[i];
            }
        }
        return room[..written];
    }

    private static bool TryParseIpv4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        if (text.Length is < 7 or > 15)
        {
            return false;
        }
        var (number, digits, dots) = (0u, 0, 0);
        foreach (var value in text)
        {
            if (value == '.')
            {
                if (digits == 0 || ++dots > 3)
                {
                    return false;
                }
                (address, number, digits) = ((address << 8) | number, 0, 0);
                continue;
            }
            // Octal and shortened numbers are no addresses here.
            if (!char.IsAsciiDigit((char)value) || (digits > 0 && number == 0) || (number = (number * 10) + (uint)(value - '0')) > 255)
            {
                return false;
            }
            digits++;
        }
        address = (address << 8) | number;
        return dots == 3 && digits > 0;
    }

    private static bool TryParseIpv6(ReadOnlySpan<byte> text, out IpAddress address)
    {
        address = default;
        if (text.Length is < 2 or > 45 || (text[0] == ':' && text[1] != ':'))
        {
            return false;
        }
        Span<ushort> groups = stackalloc ushort[8];
        groups.Clear();
        var (count, gap) = (0, -1);
        if (text[0] == ':')
        {
            gap = 0;
            text = text[2..];
        }
        while (!text.IsEmpty)
        {
            if (text.Contains((byte)'.') && !text.Contains((byte)':'))
            {
                if (count > 6 || !TryParseIpv4(text, out var tail))
                {
                    return false;
                }
                (groups[count], groups[count + 1]) = ((ushort)(tail >> 16), (ushort)tail);
                count += 2;
                break;
            }
            if (count == 8 || !Utf8Parser.TryParse(text[..Math.Min(text.Length, 5)], out ushort group, out var digits, 'x') || digits > 4)
            {
                return false;
            }
            groups[count++] = group;
            text = text[digits..];
            if (text.IsEmpty)
            {
                break;
            }
            if (text[0] != ':' || text.Length == 1)
            {
                return false;
            }
            text = text[1..];
            if (text[0] == ':')
            {
                if (gap >= 0)
                {
                    return false;
                }
                gap = count;
                text = text[1..];
            }
        }
        if (gap < 0 ? count != 8 : count > 7)
        {
            return false;
        }
        Span<ushort> whole = stackalloc ushort[8];
        whole.Clear();
        groups[..(gap < 0 ? 8 : gap)].CopyTo(whole);
        if (gap >= 0)
        {
            groups[gap..count].CopyTo(whole[(8 - (count - gap))..]);
        }
        var (high, low) = (0UL, 0UL);
        for (var i = 0; i < 4; i++)
        {
            (high, low) = ((high << 16) | whole[i], (low << 16) | whole[i + 4]);
        }
        address = new IpAddress(high, low);
        return true;
    }
}
