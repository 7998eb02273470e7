using System.Diagnostics;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>What becomes of a capture when its interface changes.</summary>
internal static class InterfaceChecks
{
    /// <summary>Of a second in which nothing comes; a loop would take all of it.</summary>
    private static readonly TimeSpan _idleCost = TimeSpan.FromMilliseconds(150);

    public static void Silence_is_told_within_the_wait_and_costs_nothing(Bench bench)
    {
        using var engine = bench.Open();
        Bench.Drain(engine, new Counter());
        var (start, cost) = (Stopwatch.GetTimestamp(), OwnProcess.ThreadTime);
        for (var i = 0; i < 10; i++)
        {
            Bench.Equal(ReceiveStatus.Silent, engine.Receive(new Counter(), 100), "status");
        }
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Bench.True(elapsed is > 800 and < 2500, $"ten waits of 100 ms took {elapsed:F0} ms");
        AssertCheap(cost);
    }

    public static void Down_is_told_costs_nothing_and_ends_by_itself(Bench bench)
    {
        using var engine = bench.Open();
        var counter = new Counter();
        foreach (var side in new[] { Wire.Near, Wire.Far })
        {
            Wire.Ip($"link set {side} down");
            Bench.Equal(ReceiveStatus.Down, Bench.ReceiveUntil(engine, counter, ReceiveStatus.Down), $"status with {side} down");
            var (start, cost) = (Stopwatch.GetTimestamp(), OwnProcess.ThreadTime);
            for (var i = 0; i < 10; i++)
            {
                Bench.Equal(ReceiveStatus.Down, engine.Receive(counter, 100), $"status with {side} still down");
            }
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Bench.True(elapsed > 500, $"ten waits of 100 ms took {elapsed:F0} ms");
            AssertCheap(cost);
            Wire.Ip($"link set {side} up");
            using var sender = new FrameSender(Wire.Far);
            Bench.WaitUntil(() => sender.TrySend(TestFrames.Make(1, 100)), "up again");
            var before = counter.Frames;
            Bench.Equal(ReceiveStatus.Frames, Bench.ReceiveUntil(engine, counter, ReceiveStatus.Frames), "status when up again");
            Bench.True(counter.Frames > before, "frames came");
            Bench.Equal(ReceiveStatus.Silent, Bench.ReceiveUntil(engine, counter, ReceiveStatus.Silent), "status after them");
        }
    }

    public static void An_interface_that_is_down_can_be_opened(Bench bench)
    {
        Wire.Ip($"link set {Wire.Near} down");
        using var engine = bench.Open();
        Bench.Equal(ReceiveStatus.Down, Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Down), "status");
        Wire.Ip($"link set {Wire.Near} up");
        using var sender = new FrameSender(Wire.Far);
        Bench.WaitUntil(() => sender.TrySend(TestFrames.Make(1, 100)), "up");
        Bench.Equal(ReceiveStatus.Frames, Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Frames), "status when up");
    }

    public static void Gone_is_told_when_the_interface_is_deleted_or_another_has_its_name(Bench bench)
    {
        foreach (var isReplaced in new[] { false, true })
        {
            using var engine = bench.Open();
            Wire.Ip($"link del {Wire.Far}");
            if (isReplaced)
            {
                using var other = Wire.Make();
                Bench.Equal(ReceiveStatus.Gone, Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Gone), "status with another of its name");
            }
            else
            {
                Bench.Equal(ReceiveStatus.Gone, Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Gone), "status");
                Bench.Equal(ReceiveStatus.Gone, engine.Receive(new Counter(), 10), "status asked again");
                _ = Wire.Make();
            }
        }
    }

    public static void An_absent_interface_is_told_so(Bench bench)
    {
        try
        {
            bench.Open(Bench.Options with { Interface = "absent0" }).Dispose();
        }
        catch (EngineException reason)
        {
            Bench.Equal(EngineFault.NoInterface, reason.Fault, "fault");
            Bench.True(reason.Message.Contains("absent0", StringComparison.Ordinal) && !reason.Message.Contains('\n'), "one line names it");
            return;
        }
        throw new CheckFailedException("an interface that is not there was opened");
    }

    public static void A_supervisor_captures_again_after_every_change(Bench bench)
    {
        var counter = new Counter();
        var quiet = 0;
        var cost = TimeSpan.Zero;
        var supervisor = new EngineSupervisor(Wire.Near, () => bench.Open(), counter, () => quiet++);
        using var stop = new CancellationTokenSource();
        Wire.Ip($"link del {Wire.Far}");
        var thread = new Thread(() =>
        {
            supervisor.Run(stop.Token);
            cost = OwnProcess.ThreadTime;
        });
        thread.Start();
        Await(supervisor, EngineCondition.Waiting);
        for (var round = 0; round < 3; round++)
        {
            _ = Wire.Make();
            Await(supervisor, EngineCondition.Silent);
            using (var sender = new FrameSender(Wire.Far))
            {
                sender.Send(TestFrames.Make(1, 100));
                Bench.WaitUntil(() => counter.Frames == round + 1, "captured");
            }
            Await(supervisor, EngineCondition.Silent);
            Wire.Ip($"link set {Wire.Near} down");
            Await(supervisor, EngineCondition.Down);
            Wire.Ip($"link del {Wire.Far}");
            Await(supervisor, EngineCondition.Gone);
        }
        var before = quiet;
        Thread.Sleep(1000);
        Bench.True(quiet - before >= 5, $"quiet is called every 100 ms without an interface ({quiet - before} a second)");
        stop.Cancel();
        thread.Join();
        Bench.Equal(EngineCondition.Stopped, supervisor.State.Condition, "condition");
        Bench.Equal(2L, supervisor.State.Restarts, "restarts");
        Bench.Equal(new EngineCounters(3, 0, 0), supervisor.ReadCounters(), "counters over all engines");
        Bench.True(cost < TimeSpan.FromSeconds(1), $"the thread took {cost.TotalMilliseconds:F0} ms");
    }

    public static void A_supervisor_counts_faults_and_goes_on(Bench bench)
    {
        var counter = new Counter(throwEach: 10);
        var supervisor = new EngineSupervisor(Wire.Near, () => bench.Open(), counter, () => throw new InvalidOperationException("quiet\nfault"));
        using var stop = new CancellationTokenSource();
        var thread = new Thread(() => supervisor.Run(stop.Token));
        thread.Start();
        Await(supervisor, EngineCondition.Silent);
        using var sender = new FrameSender(Wire.Far);
        for (var i = 0; i < 1000; i++)
        {
            sender.Send(TestFrames.Make(i, 100));
        }
        Bench.WaitUntil(() => counter.Frames == 1000, "all seen");
        Bench.WaitUntil(() => supervisor.State.Faults > 100, "faults counted");
        Bench.WaitUntil(() => supervisor.State.LastFault == "InvalidOperationException: quiet fault", "the last fault told");
        stop.Cancel();
        thread.Join();
        Bench.Equal(0L, supervisor.State.Restarts, "restarts");
    }

    private static void Await(EngineSupervisor supervisor, EngineCondition condition) =>
        Bench.WaitUntil(() => supervisor.State.Condition == condition, $"{condition} (but {supervisor.State})");

    private static void AssertCheap(TimeSpan before)
    {
        var cost = OwnProcess.ThreadTime - before;
        Bench.True(cost < _idleCost, $"a second of nothing took {cost.TotalMilliseconds:F0} ms of processor");
    }
}
