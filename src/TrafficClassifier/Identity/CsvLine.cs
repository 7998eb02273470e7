using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>Splits a line of CSV (RFC 4180 2) at its commas. A field in quotes may hold commas and doubled quotes, but no line break.</summary>
internal static class CsvLine
{
    /// <returns>The fields without the space around them; null when a quoted field does not end, or goes on behind its quote.</returns>
    public static List<string>? Split(ReadOnlySpan<char> line)
    {
        var fields = new List<string>();
        while (true)
        {
            var rest = line.TrimStart();
            if (rest.StartsWith('"'))
            {
                if (!TryReadQuoted(ref rest, out var quoted))
                {
                    return null;
                }
                fields.Add(quoted);
            }
            else
            {
                var end = rest.IndexOf(',');
                end = end < 0 ? rest.Length : end;
                fields.Add(rest[..end].TrimEnd().ToString());
                rest = rest[end..];
            }
            if (rest.IsEmpty)
            {
                return fields;
            }
            line = rest[1..];
        }
    }

    /// <summary>Reads to the comma behind the closing quote, or to the end.</summary>
    private static bool TryReadQuoted(ref ReadOnlySpan<char> text, out string field)
    {
        var content = new StringBuilder();
        var at = 1;
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                content.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                content.Append('"');
                at += 2;
            }
            else
            {
                text = text[(at + 1)..].TrimStart();
                field = content.ToString().Trim();
                return text.IsEmpty || text[0] == ',';
            }
        }
        field = "";
        return false;
    }
}
