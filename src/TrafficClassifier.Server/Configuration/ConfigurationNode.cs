namespace TrafficClassifier.Server.Configuration;

/// <summary>A value in the file, and where it stands: a text, a list, or a section.</summary>
internal sealed record ConfigurationNode(int Line)
{
    /// <summary>Empty where nothing is written behind the key, or <c>null</c>, or <c>~</c>.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<ConfigurationNode>? Items { get; init; }

    public IReadOnlyList<ConfigurationEntry>? Entries { get; init; }

    /// <summary>Nothing is said.</summary>
    public bool IsEmpty => Text is { Length: 0 } || Items is { Count: 0 } || Entries is { Count: 0 };
}
