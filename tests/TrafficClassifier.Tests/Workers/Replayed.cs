using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Tests.Workers;

/// <summary>All that a replay counted.</summary>
internal sealed record Replayed(string Buckets, long Frames, string Outcomes, long TooDeep, long Evictions)
{
    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    /// <param name="path">A capture.</param>
    /// <param name="workers">0: a pipeline alone.</param>
    public static Replayed Of(string path, int workers)
    {
        var inputs = CaptureInputs.Expand([path]);
        using var captures = workers == 0 ? new CaptureMerger(inputs) : FrameDistributor.Open(inputs);
        var (buckets, frames) = (new BucketText(), 0L);
        var pipeline = new Pipeline(_catalog, new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions { Closest = SubjectKind.Device }, buckets);
        if (workers > 0)
        {
            new FrameDistributor(pipeline, workers).Run(captures, _ => { });
        }
        else
        {
            while (captures.MoveNext())
            {
                pipeline.Process(captures.Current);
            }
            pipeline.CountLost(captures.Dropped);
            pipeline.Close();
        }
        foreach (var count in pipeline.Outcomes)
        {
            frames += count;
        }
        return new Replayed(buckets.Text, frames, string.Join(' ', pipeline.Outcomes.ToArray()), pipeline.TooDeep, pipeline.Evictions);
    }
}
