using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>Writes batches: gives new subjects their numbers, translates, makes late parts of a minute cumulative, numbers deliveries.</summary>
internal sealed class RecorderWriter
{
    /// <summary>Minutes come late by so many at most before their hour is folded; what comes later is folded again.</summary>
    private const int FoldAfter = 5;

    private readonly object _storeGate = new();
    private readonly IUsageStore _store;
    private readonly StoreSource _source;
    private readonly Retention? _retention;
    private readonly long _first;
    private readonly Dictionary<long, long> _checkpointed = [];
    private long _sequence;
    private readonly Dictionary<long, UsageBucket> _before = [];
    private long _newest = long.MinValue;
    private long _foldedAt = long.MinValue;
    private RecorderCounters _counters;

    public RecorderWriter(IUsageStore store, StoreSource source, Retention? retention)
    {
        _retention = retention;
        _store = store;
        _source = source;
        _first = _sequence = store.Begin(source);
    }

    public RecorderCounters Counters => _counters;

    public StoreNumbers Describe(StoreTerms terms)
    {
        lock (_storeGate)
        {
            return _store.Describe(terms);
        }
    }

    /// <summary>Throws when nothing of it was kept; it can be given again.</summary>
    public void Write(RecorderBatch batch)
    {
        lock (_storeGate)
        {
            Number(batch);
            var (sequence, newest) = (_sequence, _newest);
            Dictionary<long, UsageBucket> before = new(_before);
            Dictionary<long, BucketDelivery> deliveries = [];
            foreach (var (bucket, map) in batch.Closed)
            {
                var whole = Whole(map.Translate(bucket), newest, before);
                deliveries[bucket.Minute] = new BucketDelivery(++sequence, true, whole);
                before[bucket.Minute] = whole;
                newest = Math.Max(newest, bucket.Minute);
            }
            var closed = deliveries.Keys.ToList();
            foreach (var (bucket, map) in batch.Open.Where(HasChanged))
            {
                deliveries[bucket.Minute] = new BucketDelivery(++sequence, false, Whole(map.Translate(bucket), newest, before));
            }
            _store.Write(new StoreBatch(_source)
            {
                Buckets = [.. deliveries.Values],
                Positions = batch.Positions,
                Evictions = batch.Evictions,
                InputErrors = batch.InputErrors,
            });
            (_sequence, _newest) = (sequence, newest);
            Remember(batch.Open, before);
            _counters = _counters with
            {
                Batches = _counters.Batches + 1,
                Buckets = _counters.Buckets + closed.Count,
                Checkpoints = _counters.Checkpoints + deliveries.Values.Count(delivery => !delivery.IsClosed),
                Fault = null,
            };
        }
    }

    /// <summary>Folds hours that are over, one at a time: the next batch may be waiting.</summary>
    public void Fold()
    {
        if (_newest > _foldedAt)
        {
            lock (_storeGate)
            {
                var folded = _store.Fold(_newest - FoldAfter, 1);
                _foldedAt = _newest;
                if (folded > 0 && _retention is not null)
                {
                    _store.Apply(_retention, Instant.FromMinute(_newest));
                }
            }
        }
    }

    /// <summary>The input has ended.</summary>
    public void End()
    {
        lock (_storeGate)
        {
            _store.End(_source, _first);
            _store.Fold(long.MaxValue, int.MaxValue);
        }
    }

    public void Fail(string reason) => _counters = _counters with { Failures = _counters.Failures + 1, Fault = reason };

    private void Number(RecorderBatch batch)
    {
        if (batch.Subjects.Count > 0)
        {
            var numbers = _store.Number([.. batch.Subjects.Select(subject => subject.Key)]);
            for (var i = 0; i < numbers.Count; i++)
            {
                batch.Subjects[i].Map.Add(batch.Subjects[i].Subject, numbers[i]);
            }
            batch.Subjects.Clear();
        }
    }

    /// <summary>With what the minute had when it closed before: counting opens a minute anew for what comes late.</summary>
    private UsageBucket Whole(UsageBucket part, long newest, Dictionary<long, UsageBucket> before)
    {
        if (!before.TryGetValue(part.Minute, out var closed))
        {
            if (part.Minute > newest)
            {
                return part;
            }
            closed = _store.Find(_source, part.Minute) is { } found && found.Sequence > _first ? found.Bucket : new UsageBucket { Minute = part.Minute };
            before[part.Minute] = closed;
        }
        var whole = new UsageBucket { Minute = part.Minute };
        whole.Add(closed);
        whole.Add(part);
        return whole;
    }

    private bool HasChanged(RecordedBucket open) => _checkpointed.GetValueOrDefault(open.Bucket.Minute, -1) != FigureOf(open.Bucket);

    /// <summary>Of the minutes that are open: how they looked, and what they had when they closed before.</summary>
    private void Remember(IReadOnlyList<RecordedBucket> open, Dictionary<long, UsageBucket> before)
    {
        _checkpointed.Clear();
        _before.Clear();
        foreach (var (bucket, _) in open)
        {
            _checkpointed[bucket.Minute] = FigureOf(bucket);
            if (before.TryGetValue(bucket.Minute, out var closed))
            {
                // The batch takes its own buckets back.
                var copy = new UsageBucket { Minute = bucket.Minute };
                copy.Add(closed);
                _before[bucket.Minute] = copy;
            }
        }
    }

    /// <summary>Grows with everything that is counted.</summary>
    private static long FigureOf(UsageBucket bucket)
    {
        var figure = 0L;
        foreach (var count in bucket.Coverage.Figures)
        {
            figure += count;
        }
        foreach (var cell in bucket.Cells.Values)
        {
            figure += cell.Sightings;
        }
        return figure;
    }
}
