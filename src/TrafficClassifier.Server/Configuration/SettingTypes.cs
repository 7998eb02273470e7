using System.Globalization;

namespace TrafficClassifier.Server.Configuration;

/// <summary>The kinds of values that settings have.</summary>
internal static class SettingTypes
{
    public static Setting<string> Text(string key, string comment, string? flag = null, string word = "NAME") =>
        new(key, "", "write a text", comment, TakeText) { Flag = flag, Word = word };

    public static Setting<string> Folder(string key, string comment, string? flag = null) =>
        new(key, "", "write a path", comment, TakeText) { Flag = flag, Word = "DIR", IsPath = true };

    public static Setting<string> Output(string key, string comment, string flag) =>
        new(key, "", "write a path", comment, TakeText) { Flag = flag, Word = "FILE", IsPath = true };

    public static Setting<string> Input(string key, string comment, string flag) =>
        new(key, "", "write a path", comment, TakeText) { Flag = flag, Word = "FILE", IsPath = true, IsInput = true };

    public static Setting<string> Inputs(string key, string comment, string flag) =>
        new(key, "", "write a list of paths", comment, TakeText) { Flag = flag, Word = "FILE", IsPath = true, IsInput = true, IsList = true };

    public static Setting<bool> Switch(string key, string comment) => new(key, "false", "write true or false", comment, bool.TryParse);

    public static Setting<int> Number(string key, int initial, int least, int most, string comment) =>
        new(key, initial.ToString(CultureInfo.InvariantCulture), $"write a number from {least} to {most}", comment,
            (string text, out int value) => TryNumber(text, out value) && value >= least && value <= most);

    /// <summary>Null is for ever.</summary>
    public static Setting<int?> Days(string key, int initial, string comment) =>
        new(key, initial.ToString(CultureInfo.InvariantCulture), "write a number of days from 1 to 36500, or forever", comment, (string text, out int? days) =>
        {
            days = text != "forever" && TryNumber(text, out var number) ? number : null;
            return text == "forever" || days is >= 1 and <= 36_500;
        });

    public static Setting<long> Bytes(string key, string initial, long least, long most, string comment) =>
        new(key, initial, $"write bytes from {ByteSize.ToText(least)} to {ByteSize.ToText(most)}, as 100M, 64Mi or 10G", comment,
            (string text, out long value) => ByteSize.TryParse(text, out value) && value >= least && value <= most);

    public static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TakeText(string text, out string value)
    {
        value = text;
        return true;
    }
}
