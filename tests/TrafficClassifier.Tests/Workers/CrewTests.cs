using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Usage;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Tests.Workers;

/// <summary>However many workers there are, the numbers are those of one thread.</summary>
public class CrewTests
{
    private const string Corpus = "../shared/corpus";

    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Captures_here(int workers)
    {
        foreach (var capture in new[] { "circular-2010/week.pcap.gz", "office-lan/office-lan.pcap", "office-lan-kea/office-lan-kea.pcap", "hidden-names/hidden-names.pcap" })
        {
            Assert.Empty(Compare(Repository.Capture(capture), workers));
        }
    }

    [RequiresTheory(Corpus + "/dev.list")]
    [InlineData(3)]
    public void Third_party_captures(int workers)
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        List<string> found = [];
        foreach (var file in File.ReadLines(Path.Combine(folder, "dev.list")))
        {
            var differences = Compare(Path.Combine(folder, "captures", file), workers);
            if (differences.Count > 0)
            {
                found.Add($"{file}: {string.Join("; ", differences.Take(3))} ({differences.Count})");
            }
        }
        Assert.True(found.Count == 0, $"{found.Count} captures differ:\n{string.Join('\n', found)}");
    }

    private static List<string> Compare(string capture, int workers)
    {
        var (alone, together) = (new SeenBuckets(), new SeenBuckets());
        var (one, outcomes) = Run(capture, alone, 0);
        var (many, others) = Run(capture, together, workers);
        List<string> differences = [.. SeenBuckets.Differences(alone, together, firstFigure: 0)];
        if (one != many || !outcomes.AsSpan().SequenceEqual(others))
        {
            differences.Add($"evictions {one} and {many}, outcomes {string.Join(' ', outcomes)} and {string.Join(' ', others)}");
        }
        return differences;
    }

    private static (long Evictions, long[] Outcomes) Run(string capture, SeenBuckets sink, int workers)
    {
        var pipeline = new Pipeline(_catalog, new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions(), sink);
        using var captures = new CaptureMerger(CaptureInputs.Expand([capture]));
        if (workers == 0)
        {
            while (captures.MoveNext())
            {
                pipeline.Process(captures.Current);
            }
        }
        else
        {
            using var crew = new Crew(pipeline, workers, TunnelPolicy.Any);
            while (captures.MoveNext())
            {
                crew.Process(captures);
            }
            crew.Close();
        }
        pipeline.Close();
        return (pipeline.Evictions, pipeline.Outcomes.ToArray());
    }
}
