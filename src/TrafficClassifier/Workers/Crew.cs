using System.Runtime.ExceptionServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Workers;

/// <summary>
/// Takes captures the whole way with several workers: this thread reads, the workers dissect, one more thread counts. The numbers are those
/// that one thread alone would give.
/// </summary>
public sealed class Crew : IDisposable
{
    private const int Batches = 16, Chunks = 32;

    private readonly Pipeline _pipeline;
    private readonly Confluence _confluence;
    private readonly LogLane[] _lanes;
    private readonly Worker[] _workers;
    private readonly BatchQueue _queue;
    private readonly Thread[] _threads;
    private readonly Thread _counting;
    private ExceptionDispatchInfo? _failure;
    private FrameBatch _batch;
    private long _frames;
    private bool _hasEnded;

    public Crew(Pipeline pipeline, int workers, TunnelPolicy tunnels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _pipeline = pipeline;
        _confluence = new Confluence(pipeline);
        _queue = new BatchQueue(workers, Batches);
        _lanes = [.. Enumerable.Range(0, workers).Select(_ => _confluence.AddLane(Chunks))];
        _workers = [.. _lanes.Select(lane => new Worker(lane, tunnels))];
        _threads = [.. Enumerable.Range(0, workers).Select(worker => Start($"worker {worker}", () => Work(worker)))];
        _counting = Start("counting", _confluence.Run);
        _batch = _queue.Rent();
        _batch.Begin(0, workers);
    }

    /// <summary>Takes the current frame of the captures.</summary>
    public void Process(CaptureMerger captures)
    {
        var frame = captures.Current;
        var worker = AddressHash.WorkerOf(frame, _workers.Length);
        _batch.AddCopy(frame, worker);
        _frames++;
        if (_batch.IsFull)
        {
            _queue.Give();
            _batch = _queue.Rent();
            _batch.Begin(_frames, _workers.Length);
        }
    }

    /// <summary>The input has ended: waits until all is counted. The pipeline is to be closed then.</summary>
    public void Close()
    {
        End();
        _failure?.Throw();
        _pipeline.WorkerEvictions = _workers.Sum(worker => worker.Evictions);
    }

    public void Dispose() => End();

    private void End()
    {
        if (_hasEnded)
        {
            return;
        }
        _hasEnded = true;
        _queue.Give();
        _queue.End();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
        _confluence.End();
        _counting.Join();
    }

    private void Work(int worker)
    {
        while (_queue.Take(worker) is { } batch)
        {
            Handle(batch, worker);
            _queue.Leave(worker, batch);
        }
        Handle(null, worker);
    }

    /// <summary>A failure is told in the end. Until then nobody may wait for the worker that failed.</summary>
    private void Handle(FrameBatch? batch, int worker)
    {
        if (_failure is not null)
        {
            _lanes[worker].Advance(long.MaxValue - 1);
            return;
        }
        try
        {
            if (batch is null)
            {
                _workers[worker].Close();
            }
            else
            {
                _workers[worker].Handle(batch, worker);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            _lanes[worker].Advance(long.MaxValue - 1);
        }
    }

    private void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);

    private Thread Start(string name, Action run)
    {
        var thread = new Thread(() =>
        {
            try
            {
                run();
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }
}
