using System.Globalization;
using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Corpus;

/// <summary>A second opinion on the capture formats: Wireshark's capinfos counts the same frames in every capture that it can read.</summary>
public class FrameCountTests
{
    private const string Corpus = "../shared/corpus";

    [RequiresFact(Corpus + "/dev.list", "capinfos", "xargs")]
    public void Captures_have_as_many_frames_as_capinfos_counts()
    {
        var folder = Path.GetFullPath(Path.Combine(Repository.Root, Corpus, "captures"));
        var list = File.ReadAllBytes(Path.Combine(folder, "../dev.list"));
        // Captures that capinfos cannot read make its exit status 1; they give no line.
        var table = Requirement.Run("xargs", ["-d", "\\n", "sh", "-c", "capinfos -T -M -c -r \"$@\" 2>/dev/null || true", "-"], list, folder);
        var counted = 0;
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var columns = line.Split('\t');
            using var reader = CaptureOpener.TryOpen(Path.Combine(folder, columns[0]), out var reason, out var isForeign);
            if (reader is null)
            {
                Assert.True(isForeign, $"{line}: {reason}"); // formats that are not read here
                continue;
            }
            var frames = 0L;
            while (reader.MoveNext())
            {
                frames++;
            }
            Assert.True(frames == long.Parse(columns[1], CultureInfo.InvariantCulture), $"{columns[0]}: {frames} frames, capinfos counts {columns[1]}");
            counted++;
        }
        Assert.InRange(counted, 1900, int.MaxValue);
    }
}
