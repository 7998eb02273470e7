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
        var filter = new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.Any).Program);
        AssertSame(() => filter.Passes);
    }

    [RequiresFact(Corpus + "/dev.list")]
    public void The_filter_with_a_memory_changes_no_bucket_of_third_party_captures() =>
        AssertSame(() => new ConnectionModel(TunnelPolicy.Any).Passes);

    [Theory]
    [InlineData("circular-2010/week.pcap.gz")]
    [InlineData("office-lan/office-lan.pcap")]
    [InlineData("office-lan-kea/office-lan-kea.pcap")]
    public void Neither_changes_a_bucket_of_the_captures_here(string capture)
    {
        var classic = new BpfInterpreter(ClassicFilter.Default(TunnelPolicy.None).Program);
        Assert.Empty(new FilteredPipelines().Compare(Repository.Capture(capture), classic.Passes));
        Assert.Empty(new FilteredPipelines().Compare(Repository.Capture(capture), new ConnectionModel(TunnelPolicy.None).Passes));
    }

    private void AssertSame(Func<FrameTest> filter)
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var pipelines = new FilteredPipelines();
        var found = new List<string>();
        foreach (var file in File.ReadLines(Path.Combine(folder, "dev.list")))
        {
            var differences = pipelines.Compare(Path.Combine(folder, "captures", file), filter());
            if (differences.Count > 0)
            {
                found.Add($"{file}: {string.Join("; ", differences.Take(3))} ({differences.Count})");
            }
        }
        output.WriteLine($"{pipelines.Passed} of {pipelines.Frames} passed");
        Assert.True(found.Count == 0, $"{found.Count} captures differ:\n{string.Join('\n', found)}");
    }
}
