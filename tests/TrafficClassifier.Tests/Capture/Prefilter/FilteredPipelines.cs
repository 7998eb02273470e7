using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Usage;
using TrafficClassifier.Usage;

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
        var (plain, filtered) = (new Kept(), new Kept());
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
        return [.. Differences(plain, filtered)];
    }

    private static IEnumerable<string> Differences(Kept plain, Kept filtered)
    {
        var (all, some) = (KeptBuckets.Merge(plain.Buckets), KeptBuckets.Merge(filtered.Buckets));
        foreach (var key in all.Keys.Union(some.Keys))
        {
            var (left, right) = (all.GetValueOrDefault(key, (0, [])), some.GetValueOrDefault(key, (0, [])));
            if (left.Sightings != right.Sightings || !left.Subjects.SetEquals(right.Subjects))
            {
                yield return $"minute {key.Minute} cell {key.Key}: {left.Sightings} of {left.Subjects.Count}, filtered {right.Sightings} of {right.Subjects.Count}";
            }
        }
        foreach (var minute in plain.Figures.Keys.Union(filtered.Figures.Keys))
        {
            var (left, right) = (plain.Figures.GetValueOrDefault(minute, new Coverage()), filtered.Figures.GetValueOrDefault(minute, new Coverage()));
            for (var i = FirstFigure; i < Coverage.FigureCount; i++)
            {
                if (left.Figures[i] != right.Figures[i])
                {
                    yield return $"minute {minute} figure {i}: {left.Figures[i]}, filtered {right.Figures[i]}";
                }
            }
        }
    }

    private sealed class Kept : IBucketSink
    {
        public KeptBuckets Buckets { get; } = new();

        public Dictionary<long, Coverage> Figures { get; } = [];

        public void Accept(UsageBucket bucket)
        {
            Buckets.Accept(bucket);
            if (!Figures.TryGetValue(bucket.Minute, out var sum))
            {
                Figures.Add(bucket.Minute, sum = new Coverage());
            }
            sum.Add(bucket.Coverage);
        }
    }
}
