namespace TrafficClassifier.Tests.Wire;

/// <summary>Bytes written as hex, a line for each field: what stands behind a | names the field.</summary>
internal static class Hex
{
    public static byte[] Bytes(string lines)
    {
        var digits = lines.Split('\n').SelectMany(line => line.Split('|')[0].Where(char.IsAsciiHexDigit));
        return Convert.FromHexString(string.Concat(digits));
    }

    public static string Text(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The bytes with the one at <paramref name="at"/> replaced.</summary>
    public static byte[] With(this byte[] bytes, int at, params byte[] values)
    {
        var copy = bytes.ToArray();
        values.CopyTo(copy, at);
        return copy;
    }
}
