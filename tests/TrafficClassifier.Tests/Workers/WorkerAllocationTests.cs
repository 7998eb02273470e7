using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Sightings;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Tests.Workers;

/// <summary>Promise 1 with workers: dissecting, handing over and counting, all on this thread in turn.</summary>
[Collection(AloneCollection.Name)]
public sealed class WorkerAllocationTests
{
    private const int Frames = 20_000, Passes = 15;

    [Fact]
    public void No_frame_of_the_week_allocates_once_its_like_was_seen()
    {
        var frames = new List<(Instant Time, byte[] Bytes)>();
        using (var reader = CaptureOpener.TryOpen(Path.Combine(Repository.Capture("circular-2010"), "week.pcap.gz"), out _)!)
        {
            while (frames.Count < Frames && reader.MoveNext())
            {
                frames.Add((reader.Time, reader.Current.Bytes.ToArray()));
            }
        }
        var stage = new CountingStage(new PipelineHarness().Pipeline, 2, isLive: true);
        var share = new FrameShare(2);
        var length = frames[^1].Time.Nanoseconds - frames[0].Time.Nanoseconds + Instant.NanosecondsPerMinute;
        var least = long.MaxValue;
        for (var pass = 0; pass < Passes; pass++)
        {
            var within = 0L;
            for (var i = 0; i < frames.Count; i++)
            {
                var time = new Instant(frames[i].Time.Nanoseconds + (pass * length));
                var worker = share.Of(LinkType.Ethernet, frames[i].Bytes);
                var before = GC.GetAllocatedBytesForCurrentThread();
                stage.Workers[worker].Handle(new CapturedFrame(frames[i].Bytes, time, LinkType.Ethernet, i + 1));
                stage.Workers[1 - worker].Tick(time);
                stage.Count(0);
                // Where a minute closes, what is kept of it grows.
                var isWithin = i > 0 && frames[i].Time.Minute == frames[i - 1].Time.Minute;
                within += isWithin ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            }
            least = pass < Passes - 5 ? least : Math.Min(least, within);
        }

        Assert.Equal(0, least);
    }
}
