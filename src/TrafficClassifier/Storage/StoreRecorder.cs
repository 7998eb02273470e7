using System.Diagnostics.CodeAnalysis;
using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>
/// Brings a process's buckets into a store: copies them on the counting thread, writes them on its own. Closed buckets wait for the next
/// <see cref="Checkpoint"/>, so that they become durable with the positions of the inputs; it does not wait for the disk. While the store
/// cannot be written, buckets wait in memory up to a bound and the store is tried again.
/// </summary>
public sealed class StoreRecorder : IBucketSink, IDisposable
{
    /// <summary>Of captures, whose positions nobody asks for.</summary>
    private const int BucketsPerBatch = 64;

    private readonly object _gate = new();
    private readonly RecorderOptions _options;
    private readonly RecorderWriter _writer;
    private readonly Thread _thread;
    private NumberMap? _map;
    private RecorderBatch _filling = new();
    private RecorderBatch _spare = new();
    private RecorderBatch? _handed;
    private long _lost;
    private bool _isEnding;

    /// <param name="store">Used for writing by nobody else from here on.</param>
    /// <param name="source">Who counts.</param>
    /// <param name="options">Bounds.</param>
    public StoreRecorder(IUsageStore store, StoreSource source, RecorderOptions? options = null)
    {
        _options = options ?? new RecorderOptions();
        _writer = new RecorderWriter(store, source, _options.Retention);
        _thread = new Thread(Work) { Name = "store", IsBackground = true };
        _thread.Start();
    }

    public RecorderCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return _writer.Counters with { Waiting = _filling.Closed.Count + (_handed?.Closed.Count ?? 0), Lost = _lost };
            }
        }
    }

    /// <summary>Makes the store know sites, directory and calendar: at the start, and when they were read again. Waits for the disk.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public NumberMap Describe(StoreTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new NumberMap(_writer.Describe(terms));
    }

    /// <summary>Says what the numbers of buckets mean from now on.</summary>
    /// <param name="map">Of the terms that the pipeline counts by.</param>
    /// <param name="subjects">Of the pipeline that counts.</param>
    public void Use(NumberMap map, SubjectTable subjects)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(subjects);
        lock (_gate)
        {
            _map = map;
        }
        subjects.Numbered = (subject, key) =>
        {
            lock (_gate)
            {
                _filling.Subjects.Add((map, subject, key));
            }
        };
    }

    public void Accept(UsageBucket bucket)
    {
        lock (_gate)
        {
            while (_filling.Closed.Count >= _options.MostWaiting)
            {
                if (_options.Waits)
                {
                    HandOver();
                    Monitor.Wait(_gate);
                    ThrowIfFailed();
                    continue;
                }
                _filling.DropOldest();
                _lost++;
            }
            _filling.AddClosed(bucket, _map ?? throw new InvalidOperationException("nobody said what the numbers mean"));
            if (_options.Waits && _filling.Closed.Count >= BucketsPerBatch)
            {
                HandOver();
            }
        }
    }

    /// <summary>
    /// Makes what was counted so far durable soon: closed minutes, the open ones as they are, and how far the inputs are counted. Called
    /// about once a second, between frames, by the thread that counts.
    /// </summary>
    /// <param name="open">Minutes that have not closed.</param>
    /// <param name="positions">Of inputs that can be read on from there.</param>
    /// <param name="evictions">Of the process so far.</param>
    /// <param name="inputErrors">Of the process so far.</param>
    public void Checkpoint(IReadOnlyList<UsageBucket> open, IReadOnlyList<InputPosition> positions, long evictions = 0, long inputErrors = 0)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(positions);
        lock (_gate)
        {
            _filling.ClearOpen();
            for (var i = 0; i < open.Count; i++)
            {
                _filling.AddOpen(open[i], _map!);
            }
            _filling.Positions.Clear();
            _filling.Positions.AddRange(positions);
            (_filling.Evictions, _filling.InputErrors) = (evictions, inputErrors);
            HandOver();
        }
    }

    /// <summary>Waits until all is durable; nothing is open any more.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public void Complete(IReadOnlyList<InputPosition> positions, long evictions = 0, long inputErrors = 0)
    {
        lock (_gate)
        {
            Checkpoint([], positions, evictions, inputErrors);
            while (_handed is not null || !_filling.IsEmpty)
            {
                ThrowIfFailed();
                HandOver();
                Monitor.Wait(_gate);
            }
        }
        _writer.End();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }
        _thread.Join();
    }

    private void ThrowIfFailed()
    {
        if (_writer.Counters.Fault is { } fault)
        {
            throw new IOException(fault);
        }
    }

    private void HandOver()
    {
        if (_handed is null && !_filling.IsEmpty)
        {
            _handed = _filling;
            (_filling, _spare) = (_spare, _filling);
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        while (true)
        {
            RecorderBatch batch;
            lock (_gate)
            {
                while (_handed is null)
                {
                    if (_isEnding)
                    {
                        return;
                    }
                    Monitor.Wait(_gate);
                }
                batch = _handed;
            }
            if (!Try(() => _writer.Write(batch)))
            {
                lock (_gate)
                {
                    Monitor.PulseAll(_gate);
                    if (_isEnding || (Monitor.Wait(_gate, _options.Retry) && _isEnding))
                    {
                        return;
                    }
                }
                continue;
            }
            lock (_gate)
            {
                batch.Clear();
                _handed = null;
                Monitor.PulseAll(_gate);
            }
            Try(_writer.Fold);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "whatever fails is told of and tried again: the counting thread must go on")]
    private bool Try(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (Exception exception)
        {
            _writer.Fail(exception.Message);
            return false;
        }
    }
}
