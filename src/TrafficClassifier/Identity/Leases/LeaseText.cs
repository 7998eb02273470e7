using System.Globalization;
using System.Text;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity.Leases;

/// <summary>How the servers spell addresses, identifiers and names.</summary>
internal static class LeaseText
{
    /// <summary>Dotted, all four parts.</summary>
    public static bool TryParseIpv4(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        return text.Length <= "255.255.255.255".Length && text.Count('.') == 3 && !text.Contains(':')
            && IpAddress.TryParse(text, out address) && !address.IsUnspecified;
    }

    /// <summary>
    /// A hardware address: a MAC, or <see cref="MacAddress.None"/> for one of another length (InfiniBand) or none. In front may stand its
    /// hardware type, in hexadecimal and with '-' (<c>06-aa:..</c>).
    /// </summary>
    public static bool TryParseHardware(ReadOnlySpan<char> text, out MacAddress mac)
    {
        mac = MacAddress.None;
        var hyphen = text.IndexOf('-');
        if (hyphen is 1 or 2 && text.Contains(':'))
        {
            text = text[(hyphen + 1)..];
        }
        Span<byte> bytes = stackalloc byte[32];
        if (!TryParseHex(text, bytes, out var length))
        {
            return false;
        }
        mac = MacAddress.FromBytes(bytes[..length]);
        return true;
    }

    /// <summary>Bytes of one or two hexadecimal digits with ':' between; none in an empty text.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        if (text.IsEmpty)
        {
            return true;
        }
        foreach (var range in text.Split(':'))
        {
            var part = text[range];
            if (part.Length is not (1 or 2) || length == bytes.Length
                || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
            {
                return false;
            }
            length++;
        }
        return true;
    }

    /// <summary>For messages: in quotes, printable and short.</summary>
    public static string Show(ReadOnlySpan<char> text)
    {
        const int Longest = 40;
        var shown = text[..Math.Min(text.Length, Longest)].ToString();
        return $"'{string.Concat(shown.Select(c => c is >= ' ' and <= '~' ? c : '?'))}{(text.Length > Longest ? "..." : "")}'";
    }

    /// <summary>Gives the device its number; a host name is spelled as if it had been seen on the wire.</summary>
    public static DeviceId Intern(DeviceTable devices, MacAddress mac, ReadOnlySpan<byte> clientId, ReadOnlySpan<char> hostName)
    {
        hostName = hostName[..Math.Min(hostName.Length, DeviceTable.LongestPart)];
        Span<byte> raw = stackalloc byte[DeviceTable.LongestPart];
        Span<byte> text = stackalloc byte[DeviceTable.LongestPart * WireText.LongestEscape];
        var length = Encoding.Latin1.GetBytes(hostName, raw);
        return devices.Intern(mac, clientId, text[..WireText.Format(raw[..length], text)]);
    }
}
