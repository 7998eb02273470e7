namespace TrafficClassifier.Logs;

/// <summary>What the lines of logs do not say of themselves.</summary>
public sealed record LogOptions
{
    /// <summary>Of times without a zone.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Year of the first line, where lines have none; null: the latest in which the line is not after its file's last change.</summary>
    public int? Year { get; init; }
}
