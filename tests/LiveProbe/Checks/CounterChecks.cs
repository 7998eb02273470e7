using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>Nothing is lost without being counted, and counting costs nothing.</summary>
internal static class CounterChecks
{
    public static void Sent_is_received_and_received_is_handed_over_or_dropped(Bench bench)
    {
        const int frames = 40_000; // 32 MB for a ring of 4
        using var engine = bench.Open(Bench.Options with { RingBytes = 4 << 20 });
        using var sender = new FrameSender(Wire.Far);
        var counter = new Counter();
        var frame = TestFrames.Make(1, 800);
        for (var i = 0; i < frames; i++)
        {
            sender.Send(frame);
            if (i == frames / 2)
            {
                _ = engine.ReadCounters(); // the kernel's are reset by that
            }
        }
        Bench.Drain(engine, counter);
        var counters = engine.ReadCounters();
        Bench.Equal(frames, counters.Received, "received");
        Bench.Equal(frames, counter.Frames + counters.Dropped, "handed over and dropped");
        Bench.True(counters.Dropped > frames / 2, $"a ring of an eighth drops most ({counters.Dropped})");
        sender.Send(frame);
        Bench.ReceiveUntil(engine, counter, ReceiveStatus.Frames);
        Bench.Equal(frames + 1, engine.ReadCounters().Received, "received after a ring that was full");
    }

    public static void Counters_stay_when_the_engine_is_closed(Bench bench)
    {
        using var sender = new FrameSender(Wire.Far);
        var engine = bench.Open();
        sender.Send(TestFrames.Make(1, 100));
        sender.Send(TestFrames.Make(2, 100));
        Bench.ReceiveUntil(engine, new Counter(), ReceiveStatus.Frames);
        engine.Dispose();
        engine.Dispose();
        Bench.Equal(2L, engine.ReadCounters().Received, "received");
    }

    public static void A_frame_costs_no_allocation(Bench bench)
    {
        using var engine = bench.Open();
        using var sender = new FrameSender(Wire.Far);
        var counter = new Counter();
        byte[][] frames = [TestFrames.Make(1, 200), TestFrames.Make(1, 200, tags: [(0x8100, 5)])];
        long Round()
        {
            for (var i = 0; i < 10_000; i++)
            {
                sender.Send(frames[i & 1]);
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            Bench.Drain(engine, counter);
            _ = engine.ReadCounters();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        _ = Round();
        // The least of three: a collection during one charges it with what is left of the thread's allocation buffer.
        Bench.Equal(0L, Math.Min(Round(), Math.Min(Round(), Round())), "bytes allocated for 10,000 frames and a silence");
    }
}
