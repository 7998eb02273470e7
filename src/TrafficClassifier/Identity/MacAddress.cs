using System.Globalization;

namespace TrafficClassifier.Identity;

/// <summary>A 48-bit hardware address; 0 where a device has none.</summary>
public readonly record struct MacAddress(ulong Value)
{
    private const int Digits = 12;

    public static readonly MacAddress None;
    private static readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private static readonly ulong _factor = ((ulong)Random.Shared.NextInt64() << 1) | 1;

    /// <summary>Bit 1 of the first byte: chosen by the device, perhaps at random (RFC 7844), not by its maker.</summary>
    public bool IsLocallyAdministered => (Value >> 41 & 1) != 0;

    /// <summary>Bit 0 of the first byte: of many receivers, so no device's own.</summary>
    public bool IsGroup => (Value >> 40 & 1) != 0;

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

    /// <summary>Reads any usual spelling: 12 hexadecimal digits, in equal groups of 2, 4 or 6 with ':', '-' or '.' between them, or in one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = None;
        var groupLength = text.IndexOfAny(':', '-', '.');
        if (groupLength < 0)
        {
            groupLength = Digits;
        }
        if (groupLength is not (2 or 4 or 6 or Digits) || text.Length != Digits + (Digits / groupLength) - 1)
        {
            return false;
        }
        ulong value = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isSeparator = i % (groupLength + 1) == groupLength;
            if (isSeparator ? text[i] != text[groupLength] : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
            value = isSeparator ? value : (value << 4) | ((uint)text[i] & 0xf) + (text[i] > '9' ? 9u : 0u);
        }
        address = new MacAddress(value);
        return value != 0;
    }

    /// <summary>Seeded anew in each process: strangers choose their addresses, and shall not choose where they collide.</summary>
    public override int GetHashCode() => (int)(((Value ^ _seed) * _factor) >> 32);

    public override string ToString()
    {
        var hex = Value.ToString("x12", CultureInfo.InvariantCulture);
        return string.Join(':', Enumerable.Range(0, 6).Select(i => hex.Substring(2 * i, 2)));
    }
}
