using System.Diagnostics.CodeAnalysis;

namespace TrafficClassifier.Workers;

/// <summary>
/// Where workers hand chunks of their logs to the one who counts. Made as they are wanted, up to a number: a worker whose
/// chunks are all full waits, so that what comes too fast stands in the ring, where its loss is counted, and not on the heap.
/// </summary>
internal sealed class LogExchange
{
    private readonly object _gate = new();
    private readonly Queue<LogChunk>[] _full;
    private readonly Stack<LogChunk>[] _free;

    /// <summary>Chunks that each worker may still have made.</summary>
    private readonly int[] _unmade;
    private bool _isStopped;

    public LogExchange(int workers, int chunks)
    {
        _full = new Queue<LogChunk>[workers];
        _free = new Stack<LogChunk>[workers];
        _unmade = new int[workers];
        _unmade.AsSpan().Fill(chunks);
        for (var i = 0; i < workers; i++)
        {
            _full[i] = new Queue<LogChunk>(chunks);
            _free[i] = new Stack<LogChunk>(chunks);
        }
    }

    /// <summary>A free chunk; waits until there is one.</summary>
    /// <exception cref="OperationCanceledException">Nobody counts any more.</exception>
    public LogChunk Rent(int worker)
    {
        lock (_gate)
        {
            LogChunk? chunk;
            while (!_free[worker].TryPop(out chunk))
            {
                if (_unmade[worker] > 0)
                {
                    _unmade[worker]--;
                    return new LogChunk();
                }
                ThrowIfStopped();
                Monitor.Wait(_gate);
            }
            return chunk;
        }
    }

    public void Post(int worker, LogChunk chunk)
    {
        lock (_gate)
        {
            _full[worker].Enqueue(chunk);
            Monitor.PulseAll(_gate);
        }
    }

    /// <param name="worker">Whose.</param>
    /// <param name="chunk">The oldest that was posted.</param>
    public bool TryTake(int worker, [NotNullWhen(true)] out LogChunk? chunk)
    {
        lock (_gate)
        {
            return _full[worker].TryDequeue(out chunk);
        }
    }

    public void Return(int worker, LogChunk chunk)
    {
        chunk.Clear();
        lock (_gate)
        {
            _free[worker].Push(chunk);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The worker waits for a chunk, or soon will.</summary>
    public bool IsExhausted(int worker)
    {
        lock (_gate)
        {
            return _free[worker].Count + _unmade[worker] == 0;
        }
    }

    /// <summary>Waits until a chunk of one of these workers is here.</summary>
    /// <param name="wanted">Those without whom nothing goes on.</param>
    /// <param name="milliseconds">The longest wait.</param>
    public void Wait(ReadOnlySpan<bool> wanted, int milliseconds)
    {
        lock (_gate)
        {
            for (var i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] && _full[i].Count > 0)
                {
                    return;
                }
            }
            ThrowIfStopped();
            Monitor.Wait(_gate, milliseconds);
        }
    }

    /// <summary>Somebody failed: who waits gets an exception instead of waiting for ever.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void ThrowIfStopped()
    {
        if (_isStopped)
        {
            throw new OperationCanceledException("a worker or the counting failed");
        }
    }
}
