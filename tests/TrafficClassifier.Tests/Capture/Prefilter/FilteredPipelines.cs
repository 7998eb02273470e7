using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Usage;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>
/// Two pipelines over one capture, one behind a filter. Compared are their buckets, out of which every statement is made: each cell of each
/// minute with its subjects, and coverage but for the frames and the minutes that they fell in.
/// </summary>
internal sealed class FilteredPipelines
{
    private const int FirstFigure = (int)FrameOutcome.Segment + 2; // behind the outcomes and what was lost

    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    public long Frames { get; private set; }

    public long Passed { get; private set; }

    /// <returns>What differs, in a line each.</returns>
    public List<string> Compare(string capture, FrameTest passes)
    {
        var (plain, filtered) = (new SeenBuckets(), new SeenBuckets());
        var options = new PipelineOptions();
        var all = new Pipeline(_catalog, new Calendar(TimeZoneInfo.Utc), null, options, plain);
        var some = new Pipeline(_catalog, new Calendar(TimeZoneInfo.Utc), null, options, filtered);
        using var reader = CaptureOpener.TryOpen(capture, out _);
        while (reader?.MoveNext() == true)
        {
            var frame = reader.Current;
            Frames++;
            all.Process(frame);
            if (frame.LinkType != LinkType.Ethernet || passes(frame.Bytes))
            {
                Passed++;
                some.Process(frame);
            }
        }
        all.Close();
        some.Close();
        return [.. SeenBuckets.Differences(plain, filtered, FirstFigure)];
    }
}
