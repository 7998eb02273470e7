using TrafficClassifier.FrameFuzz;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>The laws of a frame, on spoiled ones; ten million of them are a command (tests/FrameFuzz), this is its shortest run.</summary>
public sealed class FrameFuzzTests
{
    private const string Corpus = "../shared/corpus";
    private const int Frames = 150_000;

    [Fact]
    public void Spoiled_frames_of_our_own_captures_break_no_law_and_end_the_same_each_time() =>
        Assert.Equal(DigestOf(Path.Combine(Repository.Root, "captures"), 1), DigestOf(Path.Combine(Repository.Root, "captures"), 1));

    [RequiresFact(Corpus + "/dev.list")]
    public void Spoiled_frames_of_the_corpus_break_no_law() => Assert.NotEqual(0ul, DigestOf(Path.Combine(Repository.Root, Corpus, "captures"), 2));

    private static ulong DigestOf(string folder, int seed)
    {
        using var run = new FuzzRun(SampleCaptures.Load([folder]), seed);
        run.Send(Frames);
        return run.Digest;
    }
}
