using System.Runtime.ExceptionServices;

namespace TrafficClassifier.Workers;

/// <summary>
/// Where the workers' logs meet: one thread takes their records in order of their places and counts. What people need to meet, leases, a
/// client's look-ups and its connections, meets here, so the same frames give the same numbers however many workers there are.
/// </summary>
internal sealed class Confluence
{
    private readonly Pipeline _pipeline;
    private readonly List<LogCursor> _cursors = [];
    private bool _hasEnded;
    private ExceptionDispatchInfo? _failure;

    public Confluence(Pipeline pipeline) => _pipeline = pipeline;

    /// <summary>Guards all lanes; pulsed when one has news or room.</summary>
    public object Gate { get; } = new();

    /// <summary>All lanes are made before anything runs.</summary>
    public LogLane AddLane(int mostChunks)
    {
        var lane = new LogLane(this, mostChunks);
        _cursors.Add(new LogCursor(lane));
        return lane;
    }

    /// <summary>Counts until <see cref="End"/>, and what came before it.</summary>
    public void Run()
    {
        var done = long.MinValue;
        while (true)
        {
            long upTo;
            bool hasEnded;
            lock (Gate)
            {
                while ((upTo = Exchange()) == done && !_hasEnded)
                {
                    Monitor.PulseAll(Gate); // chunks went back: a worker may wait for them
                    Monitor.Wait(Gate);
                }
                hasEnded = _hasEnded;
                Monitor.PulseAll(Gate);
            }
            done = upTo;
            TryMerge(hasEnded ? long.MaxValue - 1 : upTo);
            if (hasEnded)
            {
                _failure?.Throw();
                return;
            }
        }
    }

    /// <summary>All workers have handed in their last.</summary>
    public void End()
    {
        lock (Gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(Gate);
        }
    }

    /// <returns>Up to where all workers have told all.</returns>
    private long Exchange()
    {
        var upTo = long.MaxValue;
        foreach (var cursor in _cursors)
        {
            cursor.Exchange();
            upTo = Math.Min(upTo, cursor.Lane.UpTo);
        }
        return upTo;
    }

    /// <summary>After a failure, which is told in the end, what comes is thrown away: the workers must not wait for ever.</summary>
    private void TryMerge(long upTo)
    {
        if (_failure is not null)
        {
            _cursors.ForEach(cursor => cursor.Discard());
            return;
        }
        try
        {
            Merge(upTo);
        }
        catch (Exception exception)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void Merge(long upTo)
    {
        while (true)
        {
            var first = _cursors[0];
            var order = first.NextOrder;
            for (var i = 1; i < _cursors.Count; i++)
            {
                if (_cursors[i].NextOrder < order)
                {
                    first = _cursors[i];
                    order = first.NextOrder;
                }
            }
            if (order > upTo)
            {
                return;
            }
            first.Read(_pipeline);
        }
    }
}
