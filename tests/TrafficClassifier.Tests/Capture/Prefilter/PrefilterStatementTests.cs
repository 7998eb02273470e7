using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Statements;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Scenario;
using Xunit.Abstractions;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>With the prefilter the statement is the one without it.</summary>
public class PrefilterStatementTests(ITestOutputHelper output)
{
    private const string Corpus = "../shared/corpus";

    [RequiresFact(Corpus + "/dev.list")]
    public void Neither_filter_changes_a_bucket_of_third_party_captures()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var (frames, dropped) = (0L, 0L);
        ConcurrentBag<string> found = [];
        Parallel.ForEach(File.ReadLines(Path.Combine(folder, "dev.list")), file =>
        {
            var pipelines = new FilteredPipelines();
            var differences = pipelines.Compare(Path.Combine(folder, "captures", file), () => Classic(TunnelPolicy.Any), () => new ConnectionModel(TunnelPolicy.Any).Passes);
            if (differences.Count > 0)
            {
                found.Add($"{file}: {string.Join("; ", differences.Take(3))} ({differences.Count})");
            }
            Interlocked.Add(ref frames, pipelines.Frames);
            Interlocked.Add(ref dropped, pipelines.Dropped);
        });
        output.WriteLine($"{dropped} of {frames} dropped, both filters together");
        Assert.True(found.IsEmpty, $"{found.Count} captures differ:\n{string.Join('\n', found)}");
        Assert.InRange(dropped, frames / 4, frames);
    }

    [Theory]
    [InlineData("circular-2010/week.pcap.gz")]
    [InlineData("office-lan/office-lan.pcap")]
    [InlineData("office-lan-kea/office-lan-kea.pcap")]
    [InlineData("hidden-names/addresses.pcap")]
    [InlineData("hidden-names/answers.pcap")]
    [InlineData("hidden-names/ech.pcap")]
    [InlineData("hidden-names/hellos.pcap")]
    [InlineData("hidden-names/quic.pcap")]
    [InlineData("hidden-names/resolvers.pcap")]
    public void Neither_changes_a_bucket_of_the_captures_here(string capture) =>
        Assert.Empty(new FilteredPipelines().Compare(Repository.Capture(capture), () => Classic(TunnelPolicy.None), () => new ConnectionModel(TunnelPolicy.None).Passes));

    /// <summary>With everything around it: people, leases, office hours.</summary>
    [Fact]
    public void Neither_changes_the_circulars_statement()
    {
        var classic = Classic(TunnelPolicy.None);
        var memory = new ConnectionModel(TunnelPolicy.None);
        var plain = Json(new WeekReplay().Run());
        Assert.Equal(plain, Json(new WeekReplay { Frames = frame => classic(frame.Span) }.Run()));
        Assert.Equal(plain, Json(new WeekReplay { Frames = frame => memory.Passes(frame.Span) }.Run()));
    }

    /// <summary>As it is printed, without the numbers of frames.</summary>
    private static string Json(Statement statement)
    {
        using var bytes = new MemoryStream();
        StatementJson.Write([statement], isSingle: true, bytes);
        var json = JsonNode.Parse(bytes.ToArray())!;
        Assert.True(json["coverage"]!.AsObject().Remove("frames"));
        return json.ToJsonString();
    }

    private static FrameTest Classic(TunnelPolicy tunnels) => new BpfInterpreter(ClassicFilter.Default(tunnels).Program).Passes;
}
