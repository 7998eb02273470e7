using System.Runtime.ExceptionServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Logs;

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
    private FrameBatch _batch;

    /// <param name="pipeline">Counts.</param>
    /// <param name="workers">How many dissect.</param>
    /// <param name="hasLogs">There are logs among the inputs.</param>
    public FrameDistributor(Pipeline pipeline, int workers, bool hasLogs = false)
    {
        _stage = new CountingStage(pipeline, workers, isLive: false, hasLogs);
        _exchange = new BatchExchange(workers, Batches);
        _share = new FrameShare(workers);
        _batch = _exchange.Rent();
    }

    /// <summary>
    /// Opens captures so that their frames need not be copied. With more than two processors another thread reads ahead; with two it costs more
    /// than it gains: bytes that this thread read itself are in its core's cache when it looks for the frames in them.
    /// </summary>
    public static CaptureMerger Open(CaptureInputs inputs) => new(inputs, Blocks());

    /// <summary>As <see cref="Open(CaptureInputs)"/>, with logs.</summary>
    public static MergedInputs Open(CaptureInputs inputs, LogOptions options) => new(inputs, options, Blocks());

    /// <summary>Reads all captures, and closes the pipeline.</summary>
    /// <param name="captures">Read on this thread.</param>
    /// <param name="progress">Told now and then how many frames were read.</param>
    public void Run(CaptureMerger captures, Action<long> progress) => Run(new MergedInputs(captures), progress);

    /// <summary>Reads all captures and logs, and closes the pipeline.</summary>
    /// <param name="inputs">Read on this thread.</param>
    /// <param name="progress">Told now and then how many frames and records were read.</param>
    public void Run(MergedInputs inputs, Action<long> progress)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Start(_stage.Run);
        for (var i = 0; i < _stage.Workers.Count; i++)
        {
            var worker = i;
            Start(() => Work(worker));
        }
        try
        {
            Distribute(inputs, progress);
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

    private static BlockPool Blocks() => new(isAhead: Environment.ProcessorCount > 2);

    private void Distribute(MergedInputs inputs, Action<long> progress)
    {
        _batch.Begin(_order);
        var last = default(Instant);
        var hasFrames = false;
        while (inputs.MoveNext())
        {
            if (inputs.IsLog)
            {
                Take(inputs.Logs, progress);
            }
            else
            {
                var reader = inputs.Captures.CurrentReader;
                var worker = _share.Of(reader.FrameLinkType, reader.Place);
                (last, hasFrames) = (reader.Time, true);
                if (!_batch.TryAdd(reader, worker))
                {
                    Next(progress);
                    _batch.TryAdd(reader, worker);
                }
            }
            _order++;
        }
        _lost = (last, hasFrames ? inputs.Captures.Dropped : 0);
        _exchange.Post(_batch);
        _stage.Logs?.HandOver(long.MaxValue, isLast: true);
    }

    /// <summary>
    /// What a line of a log tells goes straight to the counting; of the workers it is no one's, but its time goes on for all. It is written
    /// down only where there is room: the counting waits for the workers before it gives room back, and they for the batch.
    /// </summary>
    private void Take(LogMerger logs, Action<long> progress)
    {
        var records = logs.Current.Records.Bytes;
        if (!_stage.Logs!.HasRoomFor(records.Length) || !_batch.TryAdd(logs.Due))
        {
            Next(progress);
            _batch.TryAdd(logs.Due);
        }
        _stage.Logs.MoveTo(_order, ObservationStep.Frame);
        _stage.Logs.WriteLogRecords(logs.Due, records);
    }

    /// <summary>Posts the batch and begins another.</summary>
    private void Next(Action<long> progress)
    {
        _exchange.Post(_batch);
        if (_stage.Logs is { } log)
        {
            log.MoveTo(_order, ObservationStep.Frame);
            log.HandOver(_order - 1);
        }
        _batch = _exchange.Rent();
        _batch.Begin(_order);
        progress(_order);
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
