namespace TrafficClassifier.Server.Configuration;

/// <summary>All that is known about a setting, said once: the file's parser, the printed default, flags, environment and errors go by it.</summary>
/// <param name="key">In the file; a dot leads into a section: <c>store.folder</c>.</param>
/// <param name="initial">What holds where nothing is said, as it would be written; empty: nothing.</param>
/// <param name="remedy">What to write instead of a wrong text.</param>
/// <param name="comment">For people, in the printed file and as the flag's help.</param>
internal abstract class Setting(string key, string initial, string remedy, string comment)
{
    public string Key { get; } = key;

    public string Initial { get; } = initial;

    public string Remedy { get; } = remedy;

    public string Comment { get; } = comment;

    /// <summary>On the command line; null: none.</summary>
    public string? Flag { get; init; }

    /// <summary>What stands behind the flag in its help.</summary>
    public string Word { get; init; } = "TEXT";

    public bool IsList { get; init; }

    /// <summary>A path in the file is relative to the file's folder, elsewhere to the working folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>A file that is read at the start: without it there is no start.</summary>
    public bool IsInput { get; init; }

    /// <summary>In the environment.</summary>
    public string Variable => "TRAFFIC_" + Key.ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    public abstract bool IsRight(string text);
}
