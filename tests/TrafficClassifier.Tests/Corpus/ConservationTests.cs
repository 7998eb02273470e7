using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Requirements;
using TrafficClassifier.Tests.Sightings;

namespace TrafficClassifier.Tests.Corpus;

/// <summary>Promise 3 on every capture at hand: each frame received has exactly one outcome, and every bucket's frames arrive in coverage.</summary>
public sealed class ConservationTests
{
    private const string Corpus = "../shared/corpus";

    [RequiresFact(Corpus + "/dev.list")]
    public void Frames_in_are_the_sum_of_outcomes_on_every_third_party_capture()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus));
        var captures = 0;
        foreach (var file in File.ReadLines(Path.Combine(folder, "dev.list")))
        {
            captures += AssertConserved(Path.Combine(folder, "captures", file)) ? 1 : 0;
        }
        Assert.InRange(captures, 1900, int.MaxValue);
    }

    [Theory]
    [InlineData("circular-2010/week.pcap.gz")]
    [InlineData("office-lan/office-lan.pcap")]
    [InlineData("office-lan-kea/office-lan-kea.pcap")]
    public void Frames_in_are_the_sum_of_outcomes(string capture) => Assert.True(AssertConserved(Repository.Capture(capture)));

    private static bool AssertConserved(string path)
    {
        using var reader = CaptureOpener.TryOpen(path, out _);
        if (reader is null)
        {
            return false;
        }
        var harness = new PipelineHarness();
        while (reader.MoveNext())
        {
            harness.Pipeline.Process(reader.Current);
        }
        harness.Close();

        Assert.True(harness.Coverage.Frames == reader.Number, $"{path}: {reader.Number} frames in, {harness.Coverage.Frames} in coverage");
        foreach (var outcome in Enum.GetValues<FrameOutcome>())
        {
            Assert.Equal(harness.Coverage[outcome], harness.Outcome(outcome));
        }
        return true;
    }
}
