namespace TrafficClassifier.Server.Configuration;

/// <summary>What a setting was given, as written.</summary>
/// <param name="Texts">One, or several of a list.</param>
/// <param name="Origin">What an error begins with: file, line and key, or the variable, or the flag.</param>
/// <param name="Over">The variable or flag that took the place of the file's; null: it is the file's.</param>
internal sealed record SettingValue(IReadOnlyList<string> Texts, string Origin, string? Over);
