using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>
/// All that one source has counted in a minute so far. Deliveries are cumulative: of a source's deliveries for a minute the one with the
/// highest sequence number stands for all, so that one that comes twice, late or out of order has no effect.
/// </summary>
/// <param name="Sequence">Rises with every delivery of a source; from <see cref="IUsageStore.Begin"/> on.</param>
/// <param name="IsClosed">The minute is over. An open one that is never followed by a closed one was cut by a kill: coverage says so.</param>
/// <param name="Bucket">In the store's numbers (<see cref="StoreNumbers"/>).</param>
public readonly record struct BucketDelivery(long Sequence, bool IsClosed, UsageBucket Bucket);
