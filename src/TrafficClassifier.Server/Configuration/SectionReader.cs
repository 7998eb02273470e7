namespace TrafficClassifier.Server.Configuration;

/// <summary>Goes through a section of the file by the table of settings, and tells all that is not in it.</summary>
internal sealed class SectionReader(string path, List<string> errors)
{
    /// <summary>Paths in the file are relative to it.</summary>
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";

    /// <param name="section">Of the file.</param>
    /// <param name="settings">The table that holds here.</param>
    /// <param name="values">What is read goes there.</param>
    /// <param name="prefix">Of keys in the table: <c>store.</c> within the section <c>store</c>.</param>
    /// <param name="list">A key beside the table's, which the caller reads itself.</param>
    /// <returns>The list; null: it is not there.</returns>
    public ConfigurationNode? Read(ConfigurationNode section, IReadOnlyList<Setting> settings, SettingValues values, string prefix = "", string? list = null)
    {
        ConfigurationNode? found = null;
        foreach (var entry in section.Entries ?? [])
        {
            var key = prefix + entry.Key;
            var at = $"{path}:{entry.Line}: {OneLine.Of(key)}";
            if (entry.Key == list)
            {
                found = entry.Value;
            }
            else if (settings.FirstOrDefault(setting => setting.Key == key) is { } setting)
            {
                Take(setting, entry.Value, values, at);
            }
            else if (settings.Any(setting => setting.Key.StartsWith(key + ".", StringComparison.Ordinal)))
            {
                ReadWithin(entry.Value, settings, values, key, at);
            }
            else
            {
                errors.Add($"{at}: there is no such setting{Nearest(entry.Key, settings, prefix, list)}");
            }
        }
        return found;
    }

    private void ReadWithin(ConfigurationNode value, IReadOnlyList<Setting> settings, SettingValues values, string key, string at)
    {
        if (value.Entries is null && !value.IsEmpty)
        {
            var inside = settings.First(setting => setting.Key.StartsWith(key + ".", StringComparison.Ordinal)).Key[(key.Length + 1)..];
            errors.Add($"{at}: this is a section: write '{key}:' and below it, indented, '{inside}: ...'");
            return;
        }
        Read(value, settings, values, key + ".");
    }

    private void Take(Setting setting, ConfigurationNode value, SettingValues values, string at)
    {
        if (value.IsEmpty)
        {
            return;
        }
        var texts = value.Text is { } text ? [text] : setting.IsList && value.Items is { } items ? items.Where(item => !item.IsEmpty).Select(item => item.Text).ToList() : [];
        if (texts.Count == 0 || texts.Contains(null))
        {
            errors.Add($"{at}: {(value.Entries is not null ? "a section" : "a list")} does not go here: {(setting.IsList ? setting.Remedy : "write one value")}");
            return;
        }
        values.Set(setting, new SettingValue([.. texts.Select(each => Resolve(setting, each!))], at, null));
    }

    private string Resolve(Setting setting, string text) => setting.IsPath ? Path.GetFullPath(text.Replace('\0', ' '), _folder) : text;

    private static string Nearest(string key, IReadOnlyList<Setting> settings, string prefix, string? list)
    {
        var known = settings.Where(setting => setting.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(setting => setting.Key[prefix.Length..].Split('.')[0]);
        return NearestWord.Find(key, known.Append(list).OfType<string>()) is { } word ? $": {word}?" : "";
    }
}
