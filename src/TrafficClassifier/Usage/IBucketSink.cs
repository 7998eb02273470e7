namespace TrafficClassifier.Usage;

/// <summary>Where closed buckets go: into a statement, into a store.</summary>
public interface IBucketSink
{
    /// <summary>Takes a closed bucket in. It is valid only during the call. A minute may come more than once: its parts add up.</summary>
    void Accept(UsageBucket bucket);
}
