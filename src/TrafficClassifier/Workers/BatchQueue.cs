namespace TrafficClassifier.Workers;

/// <summary>Batches on their way to all workers: each takes every one, in order. There are so many and no more.</summary>
internal sealed class BatchQueue
{
    private readonly object _gate = new();
    private readonly FrameBatch[] _batches;
    private readonly long[] _taken;
    private long _given;
    private bool _hasEnded;

    public BatchQueue(int workers, int batches)
    {
        Workers = workers;
        _taken = new long[workers];
        _batches = [.. Enumerable.Range(0, batches).Select(_ => new FrameBatch())];
    }

    public int Workers { get; }

    /// <summary>An empty batch, when all workers are done with what was in it.</summary>
    public FrameBatch Rent()
    {
        lock (_gate)
        {
            while (_given - _taken.Min() >= _batches.Length)
            {
                Monitor.Wait(_gate);
            }
            return _batches[_given % _batches.Length];
        }
    }

    /// <summary>Gives the rented batch to the workers.</summary>
    public void Give()
    {
        lock (_gate)
        {
            _given++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch for a worker; null when there will be none.</summary>
    public FrameBatch? Take(int worker)
    {
        lock (_gate)
        {
            while (_taken[worker] == _given && !_hasEnded)
            {
                Monitor.Wait(_gate);
            }
            return _taken[worker] == _given ? null : _batches[_taken[worker] % _batches.Length];
        }
    }

    /// <summary>The worker is done with the batch it took.</summary>
    public void Leave(int worker, FrameBatch batch)
    {
        batch.Leave();
        lock (_gate)
        {
            _taken[worker]++;
            Monitor.PulseAll(_gate);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }
}
