using TrafficClassifier.Usage;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Passes buckets on until nobody waits for the answer any more, and none from a minute on.</summary>
/// <param name="sink">Where to.</param>
/// <param name="end">The first minute that is not passed on.</param>
/// <param name="stop">The caller went, or its deadline passed.</param>
internal sealed class WatchedSink(IBucketSink sink, long end, CancellationToken stop) : IBucketSink
{
    public void Accept(UsageBucket bucket)
    {
        stop.ThrowIfCancellationRequested();
        if (bucket.Minute + bucket.Length <= end)
        {
            sink.Accept(bucket);
        }
    }
}
