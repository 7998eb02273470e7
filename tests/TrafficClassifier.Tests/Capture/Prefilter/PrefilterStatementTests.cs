using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Tests.Requirements;
using Xunit.Abstractions;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>With the prefilter the statement is the one without it.</summary>
public class PrefilterStatementTests(ITestOutputHelper output)
{
    private const string Corpus = "../shared/corpus";

    [RequiresFact(Corpus + "/dev.list")]
    public void The_classic_filter_changes_no_bucket_of_third_party_captures()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var filter = new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.Any).Program);
        var pipelines = new FilteredPipelines();
        var found = new List<string>();
        foreach (var file in File.ReadLines(Path.Combine(folder, "dev.list")))
        {
            var differences = pipelines.Compare(Path.Combine(folder, "captures", file), filter.Passes);
            if (differences.Count > 0)
            {
                found.Add($"{file}: {string.Join("; ", differences.Take(3))} ({differences.Count})");
            }
        }
        output.WriteLine($"{pipelines.Passed} of {pipelines.Frames} passed");
        Assert.True(found.Count == 0, $"{found.Count} captures differ:\n{string.Join('\n', found)}");
    }
}
