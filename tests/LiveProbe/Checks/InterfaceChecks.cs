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
            AwaitFrames(engine, counter);
            Bench.Equal(ReceiveStatus.Silent, Bench.ReceiveUntil(engine, counter, ReceiveStatus.Silent), "status after them");
        }
    }

    public static void An_interface_that_is_down_can_be_opened(Bench bench)
    {
        Wire.Ip($"link set {Wire.Near} down");
        using var engine = bench.Open();
        Bench.Equal(ReceiveStatus.Down, Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Down), "status");
        Wire.Ip($"link set {Wire.Near} up");
        AwaitFrames(engine, new Counter());
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
        var supervisor = new EngineSupervisor(Wire.Near, () => bench.Open(), counter, () => quiet++);
        Wire.Ip($"link del {Wire.Far}");
        using var running = new RunningSupervisor(supervisor);
        running.Await(EngineCondition.Waiting);
        for (var round = 0; round < 3; round++)
        {
            _ = Wire.Make();
            running.Await(EngineCondition.Silent);
            using (var sender = new FrameSender(Wire.Far))
            {
                sender.Send(TestFrames.Make(1, 100));
                Bench.WaitUntil(() => counter.Frames == round + 1, "captured");
            }
            running.Await(EngineCondition.Silent);
            Wire.Ip($"link set {Wire.Near} down");
            running.Await(EngineCondition.Down);
            Wire.Ip($"link del {Wire.Far}");
            running.Await(EngineCondition.Gone);
        }
        var before = quiet;
        Thread.Sleep(1000);
        Bench.True(quiet - before >= 5, $"quiet is called every 100 ms without an interface ({quiet - before} a second)");
        running.Stop();
        Bench.Equal(EngineCondition.Stopped, running.State.Condition, "condition");
        Bench.Equal(2L, running.State.Restarts, "restarts");
        Bench.Equal(new EngineCounters(3, 0, 0), supervisor.ReadCounters(), "counters over all engines");
        Bench.True(running.Cost < TimeSpan.FromSeconds(1), $"the thread took {running.Cost.TotalMilliseconds:F0} ms");
    }

    public static void A_supervisor_counts_faults_and_goes_on(Bench bench)
    {
        var counter = new Counter(throwEach: 10);
        using var running = new RunningSupervisor(new EngineSupervisor(Wire.Near, () => bench.Open(), counter, () => throw new InvalidOperationException("quiet\nfault")));
        running.Await(EngineCondition.Silent);
        using var sender = new FrameSender(Wire.Far);
        for (var i = 0; i < 1000; i++)
        {
            sender.Send(TestFrames.Make(i, 100));
        }
        Bench.WaitUntil(() => counter.Frames == 1000, "all seen");
        Bench.WaitUntil(() => running.State.Faults > 100, "faults counted");
        Bench.WaitUntil(() => running.State.LastFault == "InvalidOperationException: quiet fault", "the last fault told");
        Bench.Equal(0L, running.State.Restarts, "restarts");
    }

    public static void A_supervisor_that_is_stopped_hands_over_what_came_before(Bench bench)
    {
        var counter = new Counter();
        using var running = new RunningSupervisor(new EngineSupervisor(Wire.Near, () => bench.Open(Bench.Options with { BlockMilliseconds = 60 }), counter));
        running.Await(EngineCondition.Silent);
        using var sender = new FrameSender(Wire.Far);
        for (var i = 0; i < 100; i++)
        {
            sender.Send(TestFrames.Make(i, 100));
        }
        running.Stop();
        Bench.Equal(100L, counter.Frames, "frames");
    }

    public static void A_supervisor_tries_again_what_was_refused(Bench bench)
    {
        var tries = 0;
        var supervisor = new EngineSupervisor(Wire.Near, () => ++tries > 3 ? bench.Open() : throw new EngineException(EngineFault.Refused, "not\nnow"), new Counter());
        using var running = new RunningSupervisor(supervisor);
        running.Await(EngineCondition.Failed);
        Bench.Equal("not now", running.State.Reason, "reason");
        running.Await(EngineCondition.Silent);
        Bench.Equal((4, 0L), (tries, running.State.Restarts), "tries and restarts");
        Bench.Equal(null, running.State.Reason, "reason when open");
    }

    /// <summary>Frames that are sent while the carrier is not back yet are lost on their way.</summary>
    private static void AwaitFrames(ICaptureEngine engine, Counter counter)
    {
        using var sender = new FrameSender(Wire.Far);
        var before = counter.Frames;
        Bench.WaitUntil(() => sender.TrySend(TestFrames.Make(1, 100)) && engine.Receive(counter, 100) == ReceiveStatus.Frames, "captured when up again");
        Bench.True(counter.Frames > before, "frames came");
    }

    private static void AssertCheap(TimeSpan before)
    {
        var cost = OwnProcess.ThreadTime - before;
        Bench.True(cost < _idleCost, $"a second of nothing took {cost.TotalMilliseconds:F0} ms of processor");
    }
}
