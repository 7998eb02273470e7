namespace TrafficClassifier.Server.Configuration;

/// <summary>Reads a text that is not empty.</summary>
internal delegate bool SettingParser<T>(string text, out T value);

/// <summary>A setting whose value is read into a type.</summary>
internal sealed class Setting<T>(string key, string initial, string remedy, string comment, SettingParser<T> parser) : Setting(key, initial, remedy, comment)
{
    public override bool IsRight(string text) => parser(text, out _);

    /// <returns>Null or nought where the text is empty or wrong; what is wrong was told by then.</returns>
    public T? Parse(string text) => text.Length != 0 && parser(text, out var value) ? value : default;
}
