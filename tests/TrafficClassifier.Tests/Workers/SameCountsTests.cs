using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Capture;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Server;

namespace TrafficClassifier.Tests.Workers;

/// <summary>Promise 4: the same numbers whatever the number of workers; and promise 3, frames in are the sum of outcomes.</summary>
public sealed class SameCountsTests
{
    private const string Corpus = "../shared/corpus";

    [Theory]
    [InlineData("circular-2010")]
    [InlineData("hidden-names")]
    [InlineData("office-lan")]
    [InlineData("office-lan-kea")]
    public void Statement_with_coverage(string folder)
    {
        string Ask(int workers)
        {
            var run = Traffic.Run(["replay", Repository.Capture(folder), "--zone", "Asia/Kuala_Lumpur", "--by", "site,day,hour", "--k", "1", "--format", "json",
                "--workers", $"{workers}"]);
            Assert.Equal(0, run.Status);
            return run.Output;
        }

        var alone = Ask(1);

        Assert.Equal(alone, Ask(2));
        Assert.Equal(alone, Ask(4));
    }

    [Fact]
    public void Plain_files_in_blocks_and_dealt_out_frame_by_frame()
    {
        using var folder = new TemporaryFolder();
        var parts = SplitCaptures.Write(folder, 3, (i, _) => i % 3);
        string Ask(int workers) => Traffic.Run(["replay", .. parts, "--k", "1", "--format", "json", "--workers", $"{workers}"]).Output;

        Assert.Equal(Ask(1), Ask(3));
    }

    [Theory]
    [InlineData("circular-2010/week.pcap.gz")]
    [InlineData("office-lan/office-lan.pcap")]
    public void Every_bucket(string capture) => AssertSame(Repository.Capture(capture));

    [RequiresFact(Corpus + "/dev.list")]
    public void Every_bucket_of_every_third_party_capture()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var files = File.ReadLines(Path.Combine(folder, "dev.list")).Select(file => Path.Combine(folder, "captures", file)).ToList();

        var different = files.Where(file => !IsSame(file)).ToList();

        Assert.Equal([], different);
        Assert.InRange(files.Count, 1900, int.MaxValue);
    }

    [Fact]
    public void Frames_in_are_the_sum_of_outcomes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a");
        File.WriteAllBytes(path, LargeCaptures.Pcap(7, 30_000, 1500));

        Assert.Equal(30_000, Replayed.Of(path, 2).Frames);
        Assert.Equal(Replayed.Of(path, 0), Replayed.Of(path, 3));
    }

    [Fact]
    public void A_sink_that_fails_fails_the_replay()
    {
        var pipeline = new Pipeline(TrafficClassifier.Catalog.CatalogFile.Load([]), new TrafficClassifier.Statements.Calendar(TimeZoneInfo.Utc), null, new PipelineOptions(), new FullDisk());
        using var captures = FrameDistributorOf(Repository.Capture("circular-2010/week.pcap.gz"));

        Assert.Throws<IOException>(() => new TrafficClassifier.Workers.FrameDistributor(pipeline, 2).Run(captures, _ => { }));
    }

    private static CaptureMerger FrameDistributorOf(string path) => TrafficClassifier.Workers.FrameDistributor.Open(CaptureInputs.Expand([path]));

    private static void AssertSame(string path)
    {
        var alone = Replayed.Of(path, 0);
        Assert.Equal(alone, Replayed.Of(path, 1));
        Assert.Equal(alone, Replayed.Of(path, 2));
        Assert.Equal(alone, Replayed.Of(path, 4));
    }

    private static bool IsSame(string path)
    {
        var alone = Replayed.Of(path, 0);
        return alone == Replayed.Of(path, 2) && alone == Replayed.Of(path, 4);
    }

    private sealed class FullDisk : TrafficClassifier.Usage.IBucketSink
    {
        public void Accept(TrafficClassifier.Usage.UsageBucket bucket) => throw new IOException("no space left on device");
    }
}
