namespace TrafficClassifier.Storage;

/// <summary>Bounds of a <see cref="StoreRecorder"/>.</summary>
public sealed record RecorderOptions
{
    /// <summary>Closed buckets kept in memory while the store cannot be written: a day of minutes. The oldest go, and are counted.</summary>
    public int MostWaiting { get; init; } = 1440;

    /// <summary>Counting waits for the store instead of losing buckets: for captures, which wait as well. What cannot be written is then an error.</summary>
    public bool Waits { get; init; }

    /// <summary>Applied once an hour of the frames' time; null keeps everything.</summary>
    public Retention? Retention { get; init; }

    /// <summary>Between two attempts to write.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);
}
