using System.Globalization;

namespace TrafficClassifier.Identity;

/// <summary>A 48-bit hardware address; 0 where a device has none.</summary>
public readonly record struct MacAddress(ulong Value)
{
    public static readonly MacAddress None;

    /// <summary>Bit 1 of the first byte: chosen by the device, perhaps at random (RFC 7844), not by its maker.</summary>
    public bool IsLocallyAdministered => (Value >> 41 & 1) != 0;

    /// <summary>Six bytes, else <see cref="None"/>.</summary>
    public static MacAddress FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 6)
        {
            return None;
        }
        ulong value = 0;
        foreach (var part in bytes)
        {
            value = (value << 8) | part;
        }
        return new MacAddress(value);
    }

    /// <summary>Reads any usual spelling: 12 hexadecimal digits with ':', '-' or '.' between groups, or nothing.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = None;
        ulong value = 0;
        var digits = 0;
        var separator = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiHexDigit(text[i]))
            {
                value = (value << 4) | (uint)Convert.ToInt32(text[i].ToString(), 16);
                digits++;
                continue;
            }
            // Groups are of 2 or 4 digits (aa:bb:..., aabb.ccdd.eeff), and one file does not mix separators.
            if (text[i] is not (':' or '-' or '.') || (separator != '\0' && separator != text[i]) || digits % 2 != 0 || digits == 0)
            {
                return false;
            }
            separator = text[i];
        }
        if (digits != 12 || value == 0 || !char.IsAsciiHexDigit(text[^1]))
        {
            return false;
        }
        address = new MacAddress(value);
        return true;
    }

    public override string ToString()
    {
        var hex = Value.ToString("x12", CultureInfo.InvariantCulture);
        return string.Join(':', Enumerable.Range(0, 6).Select(i => hex.Substring(2 * i, 2)));
    }
}
