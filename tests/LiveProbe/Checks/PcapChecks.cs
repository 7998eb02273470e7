using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe.Checks;

/// <summary>When libpcap is used, and what it does beyond what all engines do.</summary>
internal static class PcapChecks
{
    public static void The_ring_is_taken_where_it_can_be(Bench bench)
    {
        using var opened = OpenedEngine.Open(EngineKind.Ring, Bench.Options);
        Bench.Equal((EngineKind.Ring, null), (opened.Kind, opened.Reason), "engine");
        Bench.Equal(null, OpenedEngine.WhyNotRing(Wire.Near), "reason");
    }

    public static void Libpcap_is_taken_where_the_ring_cannot_be_and_the_reason_is_told(Bench bench)
    {
        using var opened = OpenedEngine.Open(EngineKind.Ring, Bench.Options with { Interface = "any" });
        Bench.Equal(EngineKind.Pcap, opened.Kind, "engine");
        Bench.True(opened.Reason is { Length: > 0 } && OpenedEngine.WhyNotRing("any") is not null, "there is a reason");
        using var sender = new FrameSender(Wire.Far);
        var seen = new Collector();
        sender.Send(TestFrames.Make(1, 100));
        Bench.Equal(ReceiveStatus.Frames, Bench.ReceiveUntil(opened.Engine, seen, ReceiveStatus.Frames), "status");
        Bench.True(seen.LinkType == LinkType.LinuxCooked || seen.LinkType == LinkType.LinuxCooked2, $"link type {seen.LinkType}");
    }

    public static void An_absent_interface_is_told_whatever_was_asked_for(Bench bench)
    {
        foreach (var kind in new[] { EngineKind.Ring, EngineKind.Pcap })
        {
            try
            {
                OpenedEngine.Open(kind, Bench.Options with { Interface = "absent0" }).Dispose();
                throw new CheckFailedException("an interface that is not there was opened");
            }
            catch (EngineException reason)
            {
                Bench.Equal(EngineFault.NoInterface, reason.Fault, "fault");
            }
        }
    }

    public static void Workers_share_an_interface(Bench bench)
    {
        var options = Bench.Options with { Workers = 2, FanoutGroup = 77 };
        using var first = bench.Open(options);
        using var second = bench.Open(options);
        using var sender = new FrameSender(Wire.Far);
        for (var i = 0u; i < 100; i++)
        {
            sender.Send(IpFrames.Ipv4(0x0a000001 + i, 0xc0a80001, 40000, 443, 0, []));
        }
        var (one, other) = (new Counter(), new Counter());
        Bench.Drain(first, one);
        Bench.Drain(second, other);
        Bench.Equal(100L, one.Frames + other.Frames, "frames at both");
        Bench.True(one.Frames > 20 && other.Frames > 20, $"shared as {one.Frames} and {other.Frames}");
    }
}
