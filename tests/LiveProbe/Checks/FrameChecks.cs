using System.Diagnostics;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>What an engine hands over is what was on the wire, and nothing else.</summary>
internal static class FrameChecks
{
    public static void Frames_arrive_byte_for_byte_in_order(Bench bench)
    {
        var sent = Enumerable.Range(0, 5_000).Select(i => TestFrames.Make(i, 14 + (i % 1501))).ToList();
        sent.Add(TestFrames.Make(5_000, 65_000)); // as a card with GRO hands over
        AssertSeen(bench, sent);
    }

    public static void Tags_are_in_line_as_on_the_wire(Bench bench)
    {
        const ushort customer = 0x8100, service = 0x88a8;
        List<byte[]> sent = [];
        for (var i = 0; i < 50; i++)
        {
            sent.Add(TestFrames.Make(i, 60 + i));
            sent.Add(TestFrames.Make(i, 60 + i, tags: [(customer, (ushort)(i << 8))])); // tag 0 too: a priority without a network
            sent.Add(TestFrames.Make(i, 60 + i, tags: [(service, 100)]));
            sent.Add(TestFrames.Make(i, 60 + i, tags: [(customer, 0xe005), (customer, 6)]));
            sent.Add(TestFrames.Make(i, 60 + i, tags: [(service, 7), (customer, 0xffff)]));
        }
        AssertSeen(bench, sent);
    }

    public static void What_the_host_sends_is_not_seen(Bench bench)
    {
        var seen = new Collector();
        using var engine = bench.Open();
        using var own = new FrameSender(Wire.Near);
        using var far = new FrameSender(Wire.Far);
        own.Send(TestFrames.Make(1, 100));
        far.Send(TestFrames.Make(2, 100));
        own.Send(TestFrames.Make(3, 100));
        Bench.Drain(engine, seen);
        Bench.Equal(1, seen.Frames.Count, "frames seen");
        Bench.True(seen.Frames[0].Bytes.AsSpan().SequenceEqual(TestFrames.Make(2, 100)), "the one frame is the other side's");
    }

    public static void The_interface_is_promiscuous(Bench bench)
    {
        // veth takes frames to others anyway, a card does not.
        using var engine = bench.Open();
        Bench.True(OwnProcess.Run("ip", "-d link show " + Wire.Near).Contains("promiscuity 1", StringComparison.Ordinal), "the interface is promiscuous");
    }

    public static void Nothing_unfiltered_comes_in_while_the_engine_opens(Bench bench)
    {
        Wire.Ip("link add near1 type veth peer name far1");
        Wire.Ip("link set near1 up");
        Wire.Ip("link set far1 up");
        using var filter = new ClassicFilter([new(BpfCode.LoadHalf, 0, 0, 12), new(BpfCode.IfEqual, 0, 1, TestFrames.OtherExperiment), new(BpfCode.Return, 0, 0, 0x40000), new(BpfCode.Return, 0, 0, 0)]);
        using var stop = new CancellationTokenSource();
        var noise = Background(stop.Token, Wire.Far, "far1");
        try
        {
            using var sender = new FrameSender(Wire.Far);
            for (var i = 0; i < 20; i++)
            {
                var seen = new Collector();
                using var engine = bench.Open(Bench.Options with { Filter = filter });
                sender.Send(TestFrames.Make(i, 100, TestFrames.OtherExperiment));
                Bench.ReceiveUntil(engine, seen, ReceiveStatus.Frames);
                Bench.Equal(1, seen.Frames.Count, "frames through the filter");
                Bench.Equal(1L, engine.ReadCounters().Received, "received");
            }
        }
        finally
        {
            stop.Cancel();
            noise.Join();
            Wire.Ip("link del near1");
        }
    }

    public static void A_filter_cuts_frames_and_their_length_is_kept(Bench bench)
    {
        using var filter = new ClassicFilter([new(BpfCode.Return, 0, 0, 64)]);
        var seen = new Collector();
        using var engine = bench.Open(Bench.Options with { Filter = filter });
        using var sender = new FrameSender(Wire.Far);
        var frame = TestFrames.Make(1, 1000);
        sender.Send(frame);
        Bench.ReceiveUntil(engine, seen, ReceiveStatus.Frames);
        Bench.True(seen.Frames[0].Bytes.AsSpan().SequenceEqual(frame.AsSpan(0, 64)), "the first 64 bytes");
        Bench.Equal(1000, seen.Frames[0].OriginalLength, "length on the wire");
    }

    public static void An_exception_of_the_handler_loses_nothing(Bench bench)
    {
        const int frames = 30_000; // several blocks
        using var engine = bench.Open();
        using var sender = new FrameSender(Wire.Far);
        var counter = new Counter(throwEach: 10);
        var frame = TestFrames.Make(1, 100);
        for (var i = 0; i < frames; i++)
        {
            sender.Send(frame);
        }
        var faults = 0;
        for (var isOver = false; !isOver;)
        {
            try
            {
                isOver = engine.Receive(counter, 150) != ReceiveStatus.Frames;
            }
            catch (InvalidOperationException)
            {
                faults++;
            }
        }
        Bench.Equal(frames, counter.Frames + engine.ReadCounters().Dropped, "frames handed over or counted as lost");
        Bench.Equal((int)counter.Frames / 10, faults, "exceptions that came through");
    }

    /// <summary>Frames that no filter here passes, on these interfaces, until told to stop.</summary>
    private static Thread Background(CancellationToken stop, params string[] interfaces)
    {
        var thread = new Thread(() =>
        {
            var senders = interfaces.Select(name => new FrameSender(name)).ToList();
            var frame = TestFrames.Make(0, 100);
            while (!stop.IsCancellationRequested)
            {
                senders.ForEach(sender => sender.TrySend(frame));
            }
            senders.ForEach(sender => sender.Dispose());
        });
        thread.Start();
        return thread;
    }

    private static void AssertSeen(Bench bench, List<byte[]> sent)
    {
        var seen = new Collector();
        using var engine = bench.Open();
        using var sender = new FrameSender(Wire.Far);
        var start = DateTime.UtcNow;
        foreach (var frame in sent)
        {
            sender.Send(frame);
        }
        Bench.Drain(engine, seen);
        var end = DateTime.UtcNow;
        Bench.Equal(sent.Count, seen.Frames.Count, "frames seen");
        Bench.Equal(LinkType.Ethernet, seen.LinkType, "link type");
        var before = start.AddMilliseconds(-1);
        for (var i = 0; i < sent.Count; i++)
        {
            var frame = seen.Frames[i];
            Bench.True(frame.Bytes.AsSpan().SequenceEqual(sent[i]), $"frame {i} is {Convert.ToHexString(sent[i].AsSpan(0, Math.Min(40, sent[i].Length)))}, not {Convert.ToHexString(frame.Bytes.AsSpan(0, Math.Min(40, frame.Bytes.Length)))} ({frame.Bytes.Length} bytes)");
            Bench.Equal(sent[i].Length, frame.OriginalLength, $"length of frame {i}");
            Bench.Equal(i + 1, frame.Number, "number");
            var time = frame.Time.ToDateTime();
            Bench.True(time >= before && time <= end, $"time {time:O} of frame {i} lies between {before:O} and {end:O}");
            before = time;
        }
    }
}
