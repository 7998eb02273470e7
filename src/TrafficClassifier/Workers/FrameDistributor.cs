using System.Runtime.ExceptionServices;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Workers;

/// <summary>
/// Replays captures with several workers, each on a thread of its own, and counts on another. The statement is that of a pipeline alone: the
/// counting stage takes what was found in the order of the frames.
/// </summary>
public sealed class FrameDistributor
{
    /// <summary>Enough that none waits while another has a block of hellos, little enough for the cache.</summary>
    private const int Batches = 6;

    /// <summary>Batches whose findings a busy worker keeps to itself.</summary>
    private const int BatchesTogether = 8;

    private readonly CountingStage _stage;
    private readonly BatchExchange _exchange;
    private readonly FrameShare _share;
    private readonly List<Thread> _threads = [];
    private ExceptionDispatchInfo? _failure;
    private (Instant Time, long Frames) _lost;
    private long _order;

    /// <param name="pipeline">Counts.</param>
    /// <param name="workers">How many dissect.</param>
    public FrameDistributor(Pipeline pipeline, int workers)
    {
        _stage = new CountingStage(pipeline, workers, isLive: false);
        _exchange = new BatchExchange(workers, Batches);
        _share = new FrameShare(workers);
    }

    /// <summary>
    /// Opens captures so that their frames need not be copied. With more than two processors another thread reads ahead; with two it costs more
    /// than it gains: bytes that this thread read itself are in its core's cache when it looks for the frames in them.
    /// </summary>
    public static CaptureMerger Open(CaptureInputs inputs) => new(inputs, new BlockPool(isAhead: Environment.ProcessorCount > 2));

    /// <summary>Reads all captures, and closes the pipeline.</summary>
    /// <param name="captures">Read on this thread.</param>
    /// <param name="progress">Told now and then how many frames were read.</param>
    public void Run(CaptureMerger captures, Action<long> progress)
    {
        Start(_stage.Run);
        for (var i = 0; i < _stage.Workers.Count; i++)
        {
            var worker = i;
            Start(() => Work(worker));
        }
        try
        {
            Distribute(captures, progress);
        }
        catch (OperationCanceledException)
        {
            // A thread failed, and says why below.
        }
        finally
        {
            _exchange.End();
            _threads.ForEach(thread => thread.Join());
        }
        _failure?.Throw();
    }

    private void Distribute(CaptureMerger captures, Action<long> progress)
    {
        var batch = _exchange.Rent();
        batch.Begin(_order);
        var last = default(Instant);
        while (captures.MoveNext())
        {
            var reader = captures.CurrentReader;
            var worker = _share.Of(reader.FrameLinkType, reader.Place);
            last = reader.Time;
            if (!batch.TryAdd(reader, worker))
            {
                _exchange.Post(batch);
                batch = _exchange.Rent();
                batch.Begin(_order);
                batch.TryAdd(reader, worker);
                progress(_order);
            }
            _order++;
        }
        _lost = (last, _order > 0 ? captures.Dropped : 0);
        _exchange.Post(batch);
    }

    private void Work(int number)
    {
        var worker = _stage.Workers[number];
        var (order, handedOver) = (-1L, -1L);
        var together = 0;
        while (true)
        {
            if (!_exchange.TryTake(number, mayWait: false, out var batch))
            {
                // The counting may wait for this worker to say that it has nothing before some frame.
                if (order > handedOver)
                {
                    worker.HandOver(handedOver = order);
                    together = 0;
                }
                if (!_exchange.TryTake(number, mayWait: true, out batch))
                {
                    break;
                }
            }
            Dissect(worker, number, batch);
            order = batch.FirstOrder + batch.Count - 1;
            _exchange.Return(batch);
            if (++together == BatchesTogether || worker.IsHalfFull)
            {
                worker.HandOver(handedOver = order);
                together = 0;
            }
        }
        if (number == 0 && _lost.Frames > 0)
        {
            worker.Lose(order, _lost.Time, _lost.Frames);
        }
        worker.Close();
    }

    /// <summary>Frames of others matter where their time does; while it does not, they are passed over.</summary>
    private static void Dissect(Worker worker, int number, FrameBatch batch)
    {
        var own = batch.Own(number);
        var next = 0;
        var quiet = worker.Quiet(batch.Earliest);
        for (var place = 0; place < batch.Count; place++)
        {
            if (batch.Latest <= quiet.Until && batch.Earliest >= quiet.From)
            {
                DissectQuiet(worker, batch, own[next..]);
                return;
            }
            ref readonly var slot = ref batch[place];
            var isQuiet = slot.Time <= quiet.Until && slot.Time >= quiet.From;
            if (!isQuiet)
            {
                worker.Begin(batch.FirstOrder + place, new Instant(slot.Time));
                quiet = worker.Quiet(batch.IsOrdered ? slot.Time : batch.Earliest);
            }
            if (slot.Worker == number)
            {
                if (next++ % FrameBatch.FramesTouched == 0)
                {
                    batch.Touch(own[(next - 1)..Math.Min(next - 1 + FrameBatch.FramesTouched, own.Length)]);
                }
                worker.TakeQuiet(batch.FirstOrder + place, batch.Frame(slot));
            }
        }
    }

    private static void DissectQuiet(Worker worker, FrameBatch batch, ReadOnlySpan<ushort> own)
    {
        for (var i = 0; i < own.Length; i++)
        {
            if (i % FrameBatch.FramesTouched == 0)
            {
                batch.Touch(own[i..Math.Min(i + FrameBatch.FramesTouched, own.Length)]);
            }
            worker.TakeQuiet(batch.FirstOrder + own[i], batch.Frame(batch[own[i]]));
        }
    }

    private void Start(Action work)
    {
        var thread = new Thread(() => Guard(work)) { IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>One that fails ends all, and the first failure is told.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            _stage.Stop();
            _exchange.Stop();
        }
    }
}
