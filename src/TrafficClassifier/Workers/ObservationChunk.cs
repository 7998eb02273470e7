namespace TrafficClassifier.Workers;

/// <summary>A piece of a worker's log on its way: written by the worker, then read where the logs meet, then written again.</summary>
internal sealed class ObservationChunk
{
    /// <summary>Holds the longest message there is, one of DNS over TCP, and many short ones.</summary>
    public const int Capacity = 128 * 1024;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Capacity);

    public int Length { get; set; }

    /// <summary>The worker has told all up to this place, once this chunk is read.</summary>
    public long UpTo { get; set; }
}
