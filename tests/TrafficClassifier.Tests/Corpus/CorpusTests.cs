using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Requirements;
using Xunit.Abstractions;

namespace TrafficClassifier.Tests.Corpus;

/// <summary>
/// Third-party truth (DESIGN.md 4, promise 10): on the captures beside the repository the events match Wireshark's, and every difference
/// is listed with its reason in differences.tsv. More differences than listed fail, and so do fewer: then the list is to be tightened.
/// </summary>
public class CorpusTests(ITestOutputHelper output)
{
    private const string Corpus = "../shared/corpus";

    [RequiresFact(Corpus + "/dev.list", "python3")]
    public void Events_match_the_truth_but_for_the_differences_listed()
    {
        var corpus = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var captures = File.ReadAllLines(Path.Combine(corpus, "dev.list")).Where(line => line.Length > 0).ToList();
        var score = new CorpusScore(Path.Combine(corpus, "truth"));
        using (var found = new TemporaryFolder())
        {
            Requirement.Run("python3", [Path.Combine(corpus, "events_to_truth.py"), found.Path], Events(Path.Combine(corpus, "captures"), captures));
            foreach (var capture in captures)
            {
                score.Compare(capture, Path.Combine(found.Path, capture + ".tsv"));
            }
        }
        output.WriteLine(score.ToString());
        var problems = Problems(score.Differences, ListedDifference.ReadAll());
        Assert.True(problems.Count == 0, $"{problems.Count} differences are not as tests/TrafficClassifier.Tests/Corpus/differences.tsv lists them:\n{string.Join('\n', problems)}");
    }

    private static List<string> Problems(IReadOnlyDictionary<(string Capture, string Kind), Difference> differences, List<ListedDifference> listed)
    {
        var problems = new List<string>();
        foreach (var line in listed.Where(line => !differences.ContainsKey((line.Capture, line.Kind))))
        {
            problems.Add($"gone: {line.Capture} {line.Kind} ({line.Reason}): take it off the list");
        }
        foreach (var ((capture, kind), difference) in differences.OrderBy(pair => pair.Key))
        {
            var line = listed.FirstOrDefault(line => (line.Capture, line.Kind) == (capture, kind));
            var (missed, wrong) = (line?.Missed ?? 0, line?.False ?? 0);
            if (difference.Missed > missed || difference.False > wrong)
            {
                problems.Add($"worse: {capture} {kind}: missed {difference.Missed} (listed {missed}), false {difference.False} (listed {wrong}), such as {difference.Example}");
            }
            else if (difference.Missed < missed || difference.False < wrong)
            {
                problems.Add($"better: {capture} {kind}: missed {difference.Missed} (listed {missed}), false {difference.False} (listed {wrong}): tighten the list");
            }
        }
        return problems;
    }

    /// <summary>What <c>traffic events</c> prints: every message of every capture, a broken one up to its fault.</summary>
    private static byte[] Events(string folder, List<string> captures)
    {
        using var lines = new MemoryStream();
        using (var writer = new EventWriter(lines))
        {
            foreach (var capture in captures)
            {
                writer.Input = Path.Combine(folder, capture);
                var dissector = new FrameDissector(writer, duplicates: null);
                using var reader = CaptureOpener.TryOpen(writer.Input, out _);
                while (reader?.MoveNext() == true)
                {
                    dissector.Dissect(reader.Current);
                }
                dissector.Close();
            }
        }
        return lines.ToArray();
    }
}
