using TrafficClassifier.Usage;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Passes buckets on until nobody waits for the answer any more, and only those between two minutes.</summary>
/// <param name="sink">Where to.</param>
/// <param name="start">The first minute that is passed on.</param>
/// <param name="end">The first minute that is not passed on.</param>
/// <param name="stop">The caller went, or its deadline passed.</param>
internal sealed class WatchedSink(IBucketSink sink, long start, long end, CancellationToken stop) : IBucketSink
{
    public void Accept(UsageBucket bucket)
    {
        stop.ThrowIfCancellationRequested();
        if (bucket.Minute >= start && bucket.Minute + bucket.Length <= end)
        {
            sink.Accept(bucket);
        }
    }
}
