using System.Globalization;

namespace TrafficClassifier.Server;

/// <summary>Numbers of bytes as people write them: 500000, 100M, 10G, by thousands.</summary>
internal static class ByteSize
{
    public static bool TryParse(string text, out long bytes)
    {
        var unit = text.Length == 0 ? 1 : char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 1_000L,
            'M' => 1_000_000L,
            'G' => 1_000_000_000L,
            'T' => 1_000_000_000_000L,
            _ => 1L,
        };
        var digits = unit == 1 ? text : text[..^1];
        var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / unit;
        bytes = isNumber ? number * unit : 0;
        return isNumber;
    }
}
