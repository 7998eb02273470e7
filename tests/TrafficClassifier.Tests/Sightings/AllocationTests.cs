using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Promise 1, end to end: what has been seen before costs no memory, whatever it is.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void No_frame_of_the_week_allocates_once_its_like_was_seen()
    {
        var frames = new List<(Instant Time, byte[] Bytes)>();
        using (var reader = CaptureOpener.TryOpen(Path.Combine(Repository.Capture("circular-2010"), "week.pcap.gz"), out _)!)
        {
            while (frames.Count < 30_000 && reader.MoveNext())
            {
                frames.Add((reader.Time, reader.Current.Bytes.ToArray()));
            }
        }
        var harness = new PipelineHarness();
        // Twice over the same minutes, later each time, so that buckets close and open as they do in life.
        var length = frames[^1].Time.Nanoseconds - frames[0].Time.Nanoseconds + Instant.NanosecondsPerMinute;
        long allocated = 0;
        for (var pass = 0; pass < 4; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < frames.Count; i++)
            {
                harness.Send(new Instant(frames[i].Time.Nanoseconds + (pass * length)), frames[i].Bytes);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
