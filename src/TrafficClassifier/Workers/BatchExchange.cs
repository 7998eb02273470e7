using System.Diagnostics.CodeAnalysis;

namespace TrafficClassifier.Workers;

/// <summary>Where batches of frames go to all workers and come back: made as they are wanted, up to a number.</summary>
internal sealed class BatchExchange
{
    private readonly object _gate = new();
    private readonly Queue<FrameBatch>[] _waiting;
    private readonly Stack<FrameBatch> _free = new();
    private int _unmade;
    private bool _hasEnded;
    private bool _isStopped;

    public BatchExchange(int workers, int batches)
    {
        _waiting = new Queue<FrameBatch>[workers];
        for (var i = 0; i < workers; i++)
        {
            _waiting[i] = new Queue<FrameBatch>(batches);
        }
        _unmade = batches;
    }

    /// <summary>A free batch; waits until there is one.</summary>
    /// <exception cref="OperationCanceledException">Some worker failed.</exception>
    public FrameBatch Rent()
    {
        lock (_gate)
        {
            FrameBatch? batch;
            while (!_free.TryPop(out batch))
            {
                if (_unmade > 0)
                {
                    _unmade--;
                    return new FrameBatch(_waiting.Length);
                }
                ThrowIfStopped();
                Monitor.Wait(_gate);
            }
            ThrowIfStopped();
            return batch;
        }
    }

    /// <summary>To all workers.</summary>
    public void Post(FrameBatch batch)
    {
        batch.Share(_waiting.Length);
        lock (_gate)
        {
            foreach (var queue in _waiting)
            {
                queue.Enqueue(batch);
            }
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>No more batches come.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Somebody failed: who waits gets an exception.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <param name="worker">Whose turn.</param>
    /// <param name="mayWait">Until there is one; null comes back only at the end.</param>
    /// <param name="batch">To be given back by <see cref="Return"/>.</param>
    public bool TryTake(int worker, bool mayWait, [NotNullWhen(true)] out FrameBatch? batch)
    {
        lock (_gate)
        {
            while (!_waiting[worker].TryDequeue(out batch))
            {
                ThrowIfStopped();
                if (_hasEnded || !mayWait)
                {
                    return false;
                }
                Monitor.Wait(_gate);
            }
            return true;
        }
    }

    public void Return(FrameBatch batch)
    {
        if (batch.Release())
        {
            lock (_gate)
            {
                _free.Push(batch);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void ThrowIfStopped()
    {
        if (_isStopped)
        {
            throw new OperationCanceledException("a worker failed");
        }
    }
}
