using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Promise 1, end to end: what has been seen before costs no memory, whatever it is.</summary>
[Collection(AloneCollection.Name)]
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
        // Over the same minutes, later each time, so that leases run out, people come back and buckets close as they do in life.
        var length = frames[^1].Time.Nanoseconds - frames[0].Time.Nanoseconds + Instant.NanosecondsPerMinute;
        var (leastWithin, least) = (long.MaxValue, long.MaxValue);
        for (var pass = 0; pass < 20; pass++)
        {
            var (within, between) = (0L, 0L);
            for (var i = 0; i < frames.Count; i++)
            {
                var time = new Instant(frames[i].Time.Nanoseconds + (pass * length));
                var before = GC.GetAllocatedBytesForCurrentThread();
                harness.Send(time, frames[i].Bytes);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (i > 0 && frames[i].Time.Minute == frames[i - 1].Time.Minute)
                {
                    within += allocated;
                }
                else
                {
                    between += allocated;
                }
            }
            // The least of several passes: a collection of the test runner's may charge this thread with what is left of its buffer.
            leastWithin = pass < 15 ? leastWithin : Math.Min(leastWithin, within);
            least = Math.Min(least, between);
        }

        Assert.Equal(0, leastWithin);
        // Where a minute closes, what is kept of it grows: 240 bytes a day say which minutes had frames, and now and then their table doubles.
        Assert.InRange(least, 0, 1000);
    }
}
