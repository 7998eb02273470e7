namespace TrafficClassifier.Workers;

/// <summary>
/// The way of one worker's chunks to where the logs meet, and back. It holds so many and no more: a worker that finds none free waits, and
/// what waits before it is the ring, which counts what it loses.
/// </summary>
internal sealed class LogLane
{
    private readonly Confluence _confluence;
    private readonly Stack<ObservationChunk> _free = new();
    private readonly Queue<ObservationChunk> _full = new();
    private readonly int _most;
    private int _made;

    public LogLane(Confluence confluence, int mostChunks)
    {
        _confluence = confluence;
        _most = mostChunks;
    }

    /// <summary>All of the worker up to this place is in the lane or behind it. Guarded by the confluence's lock.</summary>
    public long UpTo { get; private set; } = long.MinValue;

    /// <summary>Times the worker had to wait for room.</summary>
    public long Waits { get; private set; }

    public ObservationChunk Rent()
    {
        lock (_confluence.Gate)
        {
            while (_free.Count == 0 && _made == _most)
            {
                Waits++;
                Monitor.Wait(_confluence.Gate);
            }
            if (!_free.TryPop(out var chunk))
            {
                _made++;
                chunk = new ObservationChunk();
            }
            chunk.Length = 0;
            return chunk;
        }
    }

    public void Publish(ObservationChunk chunk)
    {
        lock (_confluence.Gate)
        {
            _full.Enqueue(chunk);
            UpTo = Math.Max(UpTo, chunk.UpTo);
            Monitor.PulseAll(_confluence.Gate);
        }
    }

    /// <summary>Nothing was seen up to this place.</summary>
    public void Advance(long upTo)
    {
        lock (_confluence.Gate)
        {
            UpTo = Math.Max(UpTo, upTo);
            Monitor.PulseAll(_confluence.Gate);
        }
    }

    /// <summary>With the confluence's lock held.</summary>
    public bool TryTake(out ObservationChunk? chunk) => _full.TryDequeue(out chunk);

    /// <summary>With the confluence's lock held.</summary>
    public void Return(ObservationChunk chunk) => _free.Push(chunk);
}
