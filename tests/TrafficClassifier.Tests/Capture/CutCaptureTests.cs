using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Captures that end too early: what stood before is given, the rest is a fault with its place and a reason.</summary>
public class CutCaptureTests
{
    private static readonly byte[] Frame = [1, 2, 3, 4, 5, 6, 7];

    [Theory]
    [InlineData(PcapReader.Microseconds, false)]
    [InlineData(PcapReader.Nanoseconds, true)]
    [InlineData(PcapReader.Modified, false)]
    public void Pcap_cut_at_every_offset(uint magic, bool isBigEndian)
    {
        var built = new PcapBytes(magic, isBigEndian).Add(1, 0, Frame).Add(2, 0, []).Add(3, 0, Frame);
        var bytes = built.ToArray();
        using var folder = new TemporaryFolder();
        for (var length = 4; length <= bytes.Length; length++)
        {
            var whole = built.Ends.Count(end => end <= length) - 1;
            var start = built.Ends.LastOrDefault(end => end <= length);
            Check(folder, bytes[..length], Math.Max(0, whole), start == length ? null : start);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pcapng_cut_at_every_offset(bool isBigEndian)
    {
        var built = new PcapngBytes().Section(isBigEndian).Interface();
        built.Enhanced(0, 0, Frame, null, built.Option(1, 65, 66)).Block(77, [1, 2, 3, 4, 5, 6, 7, 8]).Simple(Frame).Old(0, 0, 0, Frame).Statistics(0);
        built.Section(!isBigEndian).Interface().Enhanced(0, 0, Frame);
        var bytes = built.ToArray();
        using var folder = new TemporaryFolder();
        for (var length = 4; length <= bytes.Length; length++)
        {
            var starts = built.Blocks.Select(block => block.Start).Append(bytes.Length).ToList();
            var whole = built.Blocks.Where((block, i) => block.IsPacket && starts[i + 1] <= length).Count();
            var start = starts.Last(at => at <= length);
            Check(folder, bytes[..length], whole, start == length ? null : start);
        }
    }

    [Fact]
    public void Snoop_cut_at_every_offset()
    {
        var built = new SnoopBytes().Add(1, 0, Frame).Add(2, 0, []).Add(3, 0, Frame);
        var bytes = built.ToArray();
        using var folder = new TemporaryFolder();
        for (var length = 4; length <= bytes.Length; length++)
        {
            var whole = built.Ends.Count(end => end <= length) - 1;
            var start = built.Ends.LastOrDefault(end => end <= length);
            Check(folder, bytes[..length], Math.Max(0, whole), start == length ? null : start);
        }
    }

    [Fact]
    public void Cut_inside_the_magic_is_no_capture()
    {
        using var folder = new TemporaryFolder();
        for (var length = 0; length < 4; length++)
        {
            File.WriteAllBytes(folder.File("a"), new PcapBytes().ToArray()[..length]);
            Assert.Null(CaptureOpener.TryOpen(folder.File("a"), out var reason, out var isForeign));
            Assert.Equal(length == 0 ? "empty" : "neither pcap nor pcapng nor snoop (nor gzip or zstd of one)", reason);
            Assert.True(isForeign);
        }
    }

    [Fact]
    public void Other_files_go_on()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), new PcapBytes().Add(1, 0, Frame).Add(4, 0, Frame).ToArray()[..^1]);
        File.WriteAllBytes(folder.File("b"), new PcapBytes().Add(2, 0, Frame).Add(5, 0, Frame).ToArray());
        File.WriteAllBytes(folder.File("c"), []);
        using var merger = new CaptureMerger(CaptureInputs.Expand([folder.File("c"), folder.File("a"), folder.File("b")]));
        var times = new List<long>();
        while (merger.MoveNext())
        {
            times.Add(merger.Current.Time.Nanoseconds / 1_000_000_000);
        }
        Assert.Equal([1, 2, 5], times);
        Assert.Equal([$"{folder.File("c")}: offset 0: empty", $"{folder.File("a")}: offset 47: cut inside a frame (6 of 7 bytes)"], merger.Faults.Select(fault => fault.ToString()));
    }

    private static void Check(TemporaryFolder folder, byte[] bytes, int frames, int? faultAt)
    {
        File.WriteAllBytes(folder.File("cut"), bytes);
        foreach (var capture in new[] { CaptureContent.Of(folder.File("cut")), CaptureContent.OfPipe(bytes, 5) })
        {
            Assert.Equal(frames, capture.Frames.Count);
            Assert.Equal(faultAt, capture.Fault?.Offset);
            Assert.True(capture.Fault is null or { Reason.Length: > 10 }, $"a reason at {bytes.Length}");
        }
    }
}
