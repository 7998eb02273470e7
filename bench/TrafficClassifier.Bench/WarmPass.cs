using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Bench;

/// <summary>One pass of the whole pipeline over a file, as <c>traffic replay FILE</c> runs it, up to the statement.</summary>
internal sealed record WarmPass
{
    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    public required long Frames { get; init; }

    /// <summary>CPU of the whole process, compiler and collector included, a frame.</summary>
    public required double Nanoseconds { get; init; }

    public required double AllocatedPerFrame { get; init; }

    /// <summary>From the middle of the file on, when the tables know everybody: the steady state.</summary>
    public required long AllocatedLateBytes { get; init; }

    public double AllocatedLate => AllocatedLateBytes / (Frames / 2.0);

    public required string Found { get; init; }

    public static WarmPass Run(string path)
    {
        var start = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var calendar = new Calendar(TimeZoneInfo.Utc);
        var sum = new CoverageSum();
        var builder = new StatementBuilder(new StatementQuery { Calendar = calendar }, _catalog, null);
        using var captures = new CaptureMerger(CaptureInputs.Expand([path]));
        var pipeline = new Pipeline(_catalog, calendar, null, new PipelineOptions(), builder, sum);
        var late = Stream(captures, pipeline);
        pipeline.Close();
        var statements = builder.Build(pipeline.Subjects.Kinds);
        var spent = Environment.CpuUsage.TotalTime - start;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        var coverage = sum.Coverage;
        return new WarmPass
        {
            Frames = coverage.Frames,
            Nanoseconds = spent.TotalNanoseconds / coverage.Frames,
            AllocatedPerFrame = (double)allocated / coverage.Frames,
            AllocatedLateBytes = late,
            Found = FormattableString.Invariant(
                $"frames {coverage.Frames} classified {coverage[FrameOutcome.Classified]} connections {coverage.Connections} unnamed {coverage.Unnamed} sightings {coverage.Sightings} leases {pipeline.Leases.Acknowledged} sites {statements.Count} distinct visitors of sites {statements.Sum(s => s.Total.Count)}"),
        };
    }

    /// <returns>Bytes allocated in the second half.</returns>
    private static long Stream(CaptureMerger captures, Pipeline pipeline)
    {
        var half = captures.BytesTotal / 2;
        var allocated = 0L;
        var frames = 0L;
        while (captures.MoveNext())
        {
            pipeline.Process(captures.Current);
            if ((++frames & 0xffff) == 0 && allocated == 0 && captures.BytesRead >= half)
            {
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }
        }
        return GC.GetAllocatedBytesForCurrentThread() - allocated;
    }

    private sealed class CoverageSum : IBucketSink
    {
        public Coverage Coverage { get; } = new();

        public void Accept(UsageBucket bucket) => Coverage.Add(bucket.Coverage);
    }
}
