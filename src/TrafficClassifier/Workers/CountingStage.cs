using System.Runtime.InteropServices;
using TrafficClassifier.Sightings;

namespace TrafficClassifier.Workers;

/// <summary>
/// Brings together what several workers found, in the order of the frames, and counts it with a pipeline, as if that had dissected all
/// itself. Dissecting is nearly all of the work and knows no person; leases, neighbours, DNS answers and buckets, which must meet, are here.
/// One thread calls it, and while it runs no other may use the pipeline.
/// </summary>
public sealed class CountingStage
{
    /// <summary>So much of a log is a second of control traffic; 4 MiB with four workers.</summary>
    private const int ChunksPerWorker = 16;

    /// <summary>Live, nobody waits longer for a worker that says nothing, though its frames may be older.</summary>
    private const long PatienceMilliseconds = 400;

    private readonly Pipeline _pipeline;
    private readonly LogExchange _exchange;
    private readonly Worker[] _workers;
    private readonly Source[] _sources;
    private readonly bool[] _missing;
    private readonly bool _isLive;
    private long _lastProgress = Environment.TickCount64;
    private TimeSpan _lag;

    /// <param name="pipeline">Counts; its dissecting half is not used.</param>
    /// <param name="workers">How many.</param>
    /// <param name="hasLogs">Lines of logs come between the frames.</param>
    /// <param name="isLive">Frames are ordered by their time, and a worker that is silent for too long is not waited for.</param>
    public CountingStage(Pipeline pipeline, int workers, bool isLive, bool hasLogs = false)
    {
        _pipeline = pipeline;
        _isLive = isLive;
        var sources = workers + (hasLogs ? 1 : 0);
        _exchange = new LogExchange(sources, ChunksPerWorker);
        _workers = new Worker[workers];
        _sources = new Source[sources];
        _missing = new bool[sources];
        for (var i = 0; i < workers; i++)
        {
            _workers[i] = new Worker(_exchange, i, pipeline.Tunnels);
        }
        for (var i = 0; i < sources; i++)
        {
            _sources[i] = new Source { Watermark = long.MinValue };
        }
        Logs = hasLogs ? new ObservationLog(_exchange, workers) : null;
        pipeline.Join(_workers);
    }

    /// <summary>Each for one thread.</summary>
    public IReadOnlyList<Worker> Workers => _workers;

    /// <summary>For the thread that reads logs: what their lines told, in its place among the frames.</summary>
    internal ObservationLog? Logs { get; }

    /// <summary>Times that live records were counted although a worker might still have told of older frames.</summary>
    public long Hurried { get; private set; }

    /// <summary>The longest that a record had waited for being counted since this was asked last, by the clock that frames are stamped with; live only.</summary>
    public TimeSpan TakeLag()
    {
        var lag = _lag;
        _lag = TimeSpan.Zero;
        return lag;
    }

    /// <summary>Counts until all workers are closed, then closes the pipeline.</summary>
    public void Run()
    {
        while (Count(Timeout.Infinite))
        {
        }
    }

    /// <summary>Counts what has come, and waits for it if nothing has.</summary>
    /// <param name="milliseconds">The longest wait.</param>
    /// <returns>False: all workers are closed, and so is the pipeline.</returns>
    public bool Count(int milliseconds)
    {
        if (CountPending())
        {
            return true;
        }
        if (HasEnded())
        {
            _pipeline.Close();
            return false;
        }
        _exchange.Wait(_missing, milliseconds);
        CountPending();
        return true;
    }

    /// <summary>Nobody counts any more, as after an exception: workers that wait get one too.</summary>
    public void Stop() => _exchange.Stop();

    private bool CountPending()
    {
        var hasCounted = false;
        while (Next() is var next and >= 0)
        {
            if (_isLive && !hasCounted)
            {
                NoteLag(_sources[next].Record.Order);
            }
            hasCounted = true;
            var source = _sources[next];
            var chunk = source.Chunk!;
            Count(chunk, source.At);
            source.At = chunk.Behind(source.At);
        }
        if (hasCounted)
        {
            _lastProgress = Environment.TickCount64;
        }
        return hasCounted;
    }

    /// <param name="order">Live it is a time; that of what is told at the very end is none.</param>
    private void NoteLag(long order)
    {
        var lag = order > long.MaxValue / 2 ? TimeSpan.Zero : DateTime.UtcNow - new Instant(order).ToDateTime();
        _lag = lag > _lag ? lag : _lag;
    }

    /// <summary>Whose record is next: the first in order, if nobody can tell of anything before it.</summary>
    /// <returns>-1: none is yet.</returns>
    private int Next()
    {
        var first = -1;
        var lowest = long.MaxValue;
        for (var i = 0; i < _sources.Length; i++)
        {
            _missing[i] = !Advance(i);
            if (_missing[i])
            {
                lowest = Math.Min(lowest, _sources[i].Watermark);
            }
            else if (first < 0 || IsBefore(_sources[i].Record, _sources[first].Record))
            {
                first = i;
            }
        }
        return first < 0 || _sources[first].Record.Order <= lowest || IsHurried(first) ? first : -1;
    }

    private bool IsHurried(int first)
    {
        // A frame's time may lie in the future, or the clock have gone back: nothing may stand still for that.
        if (!_isLive || (!_exchange.IsExhausted(first) && Environment.TickCount64 - _lastProgress < PatienceMilliseconds))
        {
            return false;
        }
        Hurried++;
        return true;
    }

    private static bool IsBefore(in ObservationRecord one, in ObservationRecord other) =>
        one.Order != other.Order ? one.Order < other.Order : one.Step < other.Step;

    /// <returns>False: the worker has told nothing that is not counted.</returns>
    private bool Advance(int worker)
    {
        var source = _sources[worker];
        while (source.Chunk is null || source.At == source.Chunk.Length)
        {
            if (source.Chunk is { } done)
            {
                source.Watermark = done.Watermark;
                source.HasEnded = done.IsLast;
                source.Chunk = null;
                _exchange.Return(worker, done);
            }
            if (!_exchange.TryTake(worker, out source.Chunk))
            {
                return false;
            }
            source.At = 0;
        }
        return true;
    }

    private bool HasEnded()
    {
        foreach (var source in _sources)
        {
            if (!source.HasEnded)
            {
                return false;
            }
        }
        return true;
    }

    private void Count(LogChunk chunk, int place)
    {
        ref readonly var record = ref chunk.At(place);
        var tail = chunk.TailAt(place);
        switch (record.Kind)
        {
            case ObservationKind.Frames:
                _pipeline.CountFrames(new Instant(record.Time), MemoryMarshal.Cast<byte, long>(tail));
                break;
            case ObservationKind.Minute:
                _pipeline.MoveTo(new Instant(record.Time));
                break;
            case ObservationKind.LogRecords:
                _pipeline.Take(tail);
                break;
            default:
                ObservationReader.Tell(record, tail, _pipeline.Reader);
                break;
        }
    }

    private sealed class Source
    {
        public LogChunk? Chunk;
        public int At;
        public long Watermark;
        public bool HasEnded;

        public ref readonly ObservationRecord Record => ref Chunk!.At(At);
    }
}
