namespace TrafficClassifier.Storage;

/// <summary>What becomes durable together, or not at all: minutes, and how far the inputs were read when they looked like that.</summary>
public sealed record StoreBatch(StoreSource Source)
{
    public IReadOnlyList<BucketDelivery> Buckets { get; init; } = [];

    /// <summary>Of every input; those left out keep theirs.</summary>
    public IReadOnlyList<InputPosition> Positions { get; init; } = [];

    /// <summary>Of the source so far.</summary>
    public long Evictions { get; init; }

    /// <summary>Of the source so far.</summary>
    public long InputErrors { get; init; }
}
