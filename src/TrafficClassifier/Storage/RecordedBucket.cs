using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>A bucket in the numbers of its process, and what they mean.</summary>
internal readonly record struct RecordedBucket(UsageBucket Bucket, NumberMap Map);
