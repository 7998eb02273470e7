using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>What the counting thread hands to the writing thread: copies, made of spare parts.</summary>
internal sealed class RecorderBatch
{
    private readonly Stack<UsageBucket> _spareBuckets = new();
    private readonly Stack<Cell> _spareCells = new();
    private readonly List<RecordedBucket> _closed = [];
    private readonly List<RecordedBucket> _open = [];

    public IReadOnlyList<RecordedBucket> Closed => _closed;

    public IReadOnlyList<RecordedBucket> Open => _open;

    public List<(NumberMap Map, SubjectId Subject, SubjectKey Key)> Subjects { get; } = [];

    public List<InputPosition> Positions { get; } = [];

    public long Evictions { get; set; }

    public long InputErrors { get; set; }

    public bool IsEmpty => _closed.Count == 0 && _open.Count == 0 && Positions.Count == 0;

    public void AddClosed(UsageBucket bucket, NumberMap map) => _closed.Add(new RecordedBucket(Copy(bucket), map));

    public void AddOpen(UsageBucket bucket, NumberMap map) => _open.Add(new RecordedBucket(Copy(bucket), map));

    /// <summary>A newer look at the open minutes takes the place of an older one.</summary>
    public void ClearOpen() => Spare(_open, _open.Count);

    public void DropOldest() => Spare(_closed, 1);

    public void Clear()
    {
        Spare(_closed, _closed.Count);
        ClearOpen();
        Subjects.Clear();
        Positions.Clear();
    }

    private UsageBucket Copy(UsageBucket bucket)
    {
        var copy = _spareBuckets.TryPop(out var spare) ? spare : new UsageBucket();
        copy.CopyFrom(bucket, _spareCells);
        return copy;
    }

    private void Spare(List<RecordedBucket> buckets, int count)
    {
        for (var i = 0; i < count; i++)
        {
            buckets[i].Bucket.Reset(0, _spareCells);
            _spareBuckets.Push(buckets[i].Bucket);
        }
        buckets.RemoveRange(0, count);
    }
}
