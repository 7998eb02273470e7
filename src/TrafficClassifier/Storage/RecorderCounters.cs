namespace TrafficClassifier.Storage;

/// <summary>What became of buckets on their way into the store.</summary>
/// <param name="Batches">Durable transactions.</param>
/// <param name="Buckets">Closed buckets that are durable.</param>
/// <param name="Checkpoints">Open buckets that were durable in between.</param>
/// <param name="Waiting">Closed buckets in memory.</param>
/// <param name="Failures">Attempts to write that failed: each is tried again.</param>
/// <param name="Lost">Closed buckets that found no more room in memory while the store could not be written.</param>
/// <param name="Fault">Why writing fails now; null when it does not.</param>
public readonly record struct RecorderCounters(long Batches, long Buckets, long Checkpoints, int Waiting, long Failures, long Lost, string? Fault);
