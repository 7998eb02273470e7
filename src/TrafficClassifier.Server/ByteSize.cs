using System.Globalization;

namespace TrafficClassifier.Server;

/// <summary>Numbers of bytes as people write them: 500000, 100M, 10G by thousands, 64Mi by 1,024.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    public static bool TryParse(string text, out long bytes)
    {
        var isBinary = text.Length > 1 && text[^1] == 'i';
        var digits = isBinary ? text[..^1] : text;
        var power = digits.Length == 0 ? 0 : Units.IndexOf(char.ToUpperInvariant(digits[^1]), StringComparison.Ordinal) + 1;
        bytes = 0;
        if (isBinary && power == 0)
        {
            return false;
        }
        var unit = 1L;
        for (var i = 0; i < power; i++)
        {
            unit *= isBinary ? 1024 : 1000;
        }
        var isNumber = long.TryParse(power == 0 ? digits : digits[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / unit;
        bytes = isNumber ? number * unit : 0;
        return isNumber;
    }

    /// <summary>As short as it can be written exactly.</summary>
    public static string ToText(long bytes)
    {
        for (var power = Units.Length; power > 0; power--)
        {
            var (thousands, binary) = ((long)Math.Pow(1000, power), 1L << (10 * power));
            if (bytes != 0 && bytes % thousands == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / thousands}{Units[power - 1]}");
            }
            if (bytes != 0 && bytes % binary == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / binary}{Units[power - 1]}i");
            }
        }
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
