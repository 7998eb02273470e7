using System.Globalization;
using System.Text;

namespace TrafficClassifier.Server.Configuration;

/// <summary>Writes a text so that YAML reads the same text.</summary>
internal static class YamlText
{
    public static string Of(string text)
    {
        if (text.Length != 0 && text is not ("null" or "~") && (char.IsAsciiLetterOrDigit(text[0]) || text[0] is '/' or '.' or '_') && text[^1] != ':' && text.All(IsPlain) && text != "...")
        {
            return text;
        }
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                < ' ' or '\x7f' or '\x85' or '\u2028' or '\u2029' or '\ufeff' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }
        return quoted.Append('"').ToString();
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '_' or '-' or ':' or ',' or '+' or '@' or '=';
}
