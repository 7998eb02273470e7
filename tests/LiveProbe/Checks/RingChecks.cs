using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Rights;
using TrafficClassifier.Capture.Live.Ring;
using TrafficClassifier.Capture.Prefilter;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>What the ring does beyond what all engines do.</summary>
internal static class RingChecks
{
    private const int Workers = 4;

    public static void Frames_between_two_addresses_meet_at_one_worker_and_pairs_spread(Bench bench)
    {
        List<List<byte[]>> pairs = [];
        ushort[][] tagsets = [[], [0x8100], [0x88a8, 0x8100]];
        for (var i = 0u; i < 200; i++)
        {
            var tags = tagsets[i % 3];
            var (client, server) = (0x0a000001 + i, 0xc0a80000 + (i % 5));
            pairs.Add(
            [
                IpFrames.Ipv4(client, server, (ushort)(40000 + i), 443, 0, tags),
                IpFrames.Ipv4(server, client, 443, (ushort)(40000 + i), 0, tags),
                IpFrames.Ipv4(client, server, (ushort)(50000 + i), 53, 0x2000, tags), // the first fragment
                IpFrames.Ipv4(client, server, 0xdead, (ushort)i, 0x00b9, tags), // the last, with data where ports would be
            ]);
            var (client6, server6) = (((UInt128)0x20010db8 << 96) + i, ((UInt128)0x20010db8 << 96) + ((UInt128)(i % 5) << 70));
            pairs.Add([IpFrames.Ipv6(client6, server6, (ushort)(40000 + i), 443, tags), IpFrames.Ipv6(server6, client6, 443, (ushort)(40000 + i), tags)]);
        }
        var seen = Spread(bench, [.. pairs.SelectMany(pair => pair)], filter: null);
        Bench.Equal(pairs.Sum(pair => pair.Count), seen.Sum(worker => worker.Count), "frames at all workers");
        foreach (var (pair, i) in pairs.Select((pair, i) => (pair, i)))
        {
            var workers = pair.Select(frame => seen.FindIndex(worker => worker.Contains(Convert.ToHexString(frame)))).Distinct().ToList();
            Bench.True(workers is [>= 0], $"frames of pair {i} are at one worker, not at {string.Join(", ", workers)}");
        }
        foreach (var family in new[] { 0, 1 })
        {
            var shares = Enumerable.Range(0, Workers).Select(w => pairs.Where((pair, i) => i % 2 == family && seen[w].Contains(Convert.ToHexString(pair[0]))).Count()).ToList();
            Bench.True(shares.TrueForAll(share => share is > 25 and < 80), $"200 pairs are spread as {string.Join(", ", shares)}");
        }
    }

    public static void What_is_not_IP_is_at_the_first_worker(Bench bench)
    {
        var seen = Spread(bench, [.. Enumerable.Range(0, 50).Select(i => TestFrames.Make(i, 100))], filter: null);
        Bench.Equal("50 0 0 0", string.Join(' ', seen.Select(worker => worker.Count)), "frames");
    }

    public static void Workers_that_join_see_nothing_of_the_others(Bench bench)
    {
        using var filter = new ClassicFilter([new(BpfCode.Return, 0, 0, 0x40000)]);
        using var sender = new FrameSender(Wire.Far);
        using var stop = new CancellationTokenSource();
        var frame = TestFrames.Make(1, 100); // the first worker's
        var noise = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                sender.TrySend(frame);
            }
        });
        noise.Start();
        try
        {
            using var first = bench.Open(Shared(filter, 1));
            for (var i = 0; i < 20; i++)
            {
                using var second = bench.Open(Shared(i % 2 == 0 ? filter : null, 1));
                Bench.Equal(0L, second.ReadCounters().Received, "received by the second worker");
            }
        }
        finally
        {
            stop.Cancel();
            noise.Join();
        }
    }

    public static void A_renamed_interface_is_captured_on_and_told(Bench bench)
    {
        var counter = new Counter();
        using var running = new RunningSupervisor(new EngineSupervisor(Wire.Near, () => bench.Open(), counter));
        running.Await(EngineCondition.Silent);
        Wire.Ip($"link set {Wire.Near} down");
        Wire.Ip($"link set {Wire.Near} name renamed0");
        Wire.Ip("link set renamed0 up");
        using var sender = new FrameSender(Wire.Far);
        Bench.WaitUntil(() => sender.TrySend(TestFrames.Make(1, 100)) && counter.Frames > 0, "captured under the new name");
        Bench.WaitUntil(() => running.State.Reason?.Contains("is called renamed0 now", StringComparison.Ordinal) == true, "told");
        Bench.Equal(0L, running.State.Restarts, "restarts");
    }

    public static void Frames_carry_the_kernels_time_where_a_card_has_none(Bench bench)
    {
        using var engine = (PacketRing)bench.Open(Bench.Options with { HardwareTimestamps = true });
        using var sender = new FrameSender(Wire.Far);
        var seen = new Collector();
        sender.Send(TestFrames.Make(1, 100));
        Bench.ReceiveUntil(engine, seen, ReceiveStatus.Frames);
        Bench.Equal(TimestampSource.Kernel, engine.Timestamps, "source");
        Bench.True(Math.Abs((seen.Frames[0].Time.ToDateTime() - DateTime.UtcNow).TotalSeconds) < 5, "the time is now");
        Bench.Equal(null, engine.Remark, "remark");
    }

    public static void Counters_of_interface_and_ring_tell_what_the_filter_kept_away(Bench bench)
    {
        using var filter = new ClassicFilter([new(BpfCode.LoadHalf, 0, 0, 12), new(BpfCode.IfEqual, 0, 1, TestFrames.OtherExperiment), new(BpfCode.Return, 0, 0, 0x40000), new(BpfCode.Return, 0, 0, 0)]);
        using var engine = bench.Open(Bench.Options with { Filter = filter });
        using var sender = new FrameSender(Wire.Far);
        var before = InterfaceCounters.Read(Wire.Near)!.Value;
        for (var i = 0; i < 100; i++)
        {
            sender.Send(TestFrames.Make(i, 100, i % 4 == 0 ? TestFrames.OtherExperiment : TestFrames.Experiment));
        }
        Bench.Drain(engine, new Counter());
        var counted = InterfaceCounters.Read(Wire.Near)!.Value.Since(before);
        Bench.Equal(100L, counted.Received, "received by the interface");
        Bench.Equal(75L, counted.KeptAway(engine.ReadCounters().Received), "kept away");
    }

    public static void An_interface_is_read_as_it_is_set(Bench bench)
    {
        var snapshot = InterfaceReader.Read(Wire.Near);
        Bench.Equal(65535, snapshot.Link?.Mtu, "MTU");
        Bench.True(snapshot is { MayCapture: true, MayBePromiscuous: true, StampsAllFrames: false, Link: { IsUp: true, IsRunning: true } }, snapshot.ToString());
        foreach (var isOn in new[] { false, true })
        {
            OwnProcess.Run("ethtool", $"-K {Wire.Near} gro {(isOn ? "on" : "off")}");
            Bench.Equal(isOn, InterfaceReader.Read(Wire.Near).JoinsFrames, "GRO");
        }
        Bench.Equal(null, InterfaceReader.Read("absent0").Link, "an absent interface");
    }

    public static void A_thread_keeps_only_what_opening_takes_and_switches_it_off(Bench bench)
    {
        const ulong raw = 1ul << 13, bpf = 1ul << 39;
        RunOnOwnThread(() =>
        {
            Bench.True(Privileges.Limit(), "limited");
            _ = Privileges.TryRead(out var held);
            Bench.Equal((raw | bpf, raw | bpf), held, "held when limited");
            Privileges.Raised(() => bench.Open()).Dispose();
            _ = Privileges.TryRead(out held);
            Bench.Equal((0ul, raw | bpf), held, "held after opening");
            try
            {
                bench.Open().Dispose();
                throw new CheckFailedException("an engine was opened without rights");
            }
            catch (EngineException reason)
            {
                Bench.Equal(EngineFault.NoRights, reason.Fault, "fault");
                Bench.True(reason.Message.Contains("AmbientCapabilities=CAP_NET_RAW", StringComparison.Ordinal), reason.Message);
            }
            Bench.True(!InterfaceReader.Read(Wire.Near).MayCapture, "may not capture");
            Privileges.Raised(() => bench.Open()).Dispose();
            Bench.True(Privileges.DropAll(), "dropped");
            _ = Privileges.TryRead(out held);
            Bench.Equal((0ul, 0ul), held, "held after dropping");
            RunOnOwnThread(() =>
            {
                _ = Privileges.TryRead(out var inherited);
                Bench.Equal((0ul, 0ul), inherited, "held by a thread made then");
            });
        });
    }

    private static void RunOnOwnThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception fault)
            {
                failure = fault;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new CheckFailedException(failure.Message, failure);
        }
    }

    private static EngineOptions Shared(ISocketFilter? filter, ushort group) =>
        Bench.Options with { Workers = Workers, FanoutGroup = group, Filter = filter, RingBytes = 1 << 20 };

    /// <returns>What each worker saw.</returns>
    private static List<HashSet<string>> Spread(Bench bench, IReadOnlyList<byte[]> frames, ISocketFilter? filter)
    {
        List<ICaptureEngine> engines = [.. Enumerable.Range(0, Workers).Select(_ => bench.Open(Shared(filter, 7)))];
        Bench.True(engines.TrueForAll(engine => ((PacketRing)engine).Remark is null), "fanout is by addresses");
        using var sender = new FrameSender(Wire.Far);
        foreach (var frame in frames)
        {
            sender.Send(frame);
        }
        return [.. engines.Select(engine =>
        {
            var seen = new Collector();
            Bench.Drain(engine, seen);
            engine.Dispose();
            return seen.Frames.Select(frame => Convert.ToHexString(frame.Bytes)).ToHashSet();
        })];
    }
}
