using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

public sealed class CaptureMergerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_come_by_time_whatever_the_order_of_the_arguments()
    {
        var a = Write("a", (1, 0x01), (4, 0x04), (6, 0x06));
        var b = Write("b", (2, 0x02), (3, 0x03), (9, 0x09));
        var c = Write("c", (5, 0x05));
        foreach (var order in new[] { new[] { a, b, c }, [c, b, a], [b, a, c], [b, c, a], [a, c, b], [c, a, b] })
        {
            Assert.Equal(["01", "02", "03", "04", "05", "06", "09"], MergedCaptures.Bytes(order));
        }
        Assert.Equal(["01", "02", "03", "04", "05", "06", "09"], MergedCaptures.Bytes(_folder.Path));
    }

    [Fact]
    public void Ties_go_by_path()
    {
        var a = Write("a", (1, 0xa1), (2, 0xa2), (2, 0xa3), (3, 0xa4));
        var b = Write("b", (1, 0xb1), (2, 0xb2), (2, 0xb3), (3, 0xb4));
        string[] expected = ["a1", "b1", "a2", "a3", "b2", "b3", "a4", "b4"];
        Assert.Equal(expected, MergedCaptures.Bytes(a, b));
        Assert.Equal(expected, MergedCaptures.Bytes(b, a));
    }

    [Fact]
    public void Capture_whose_clock_goes_back_keeps_its_order()
    {
        var a = Write("a", (5, 0xa1), (2, 0xa2), (1, 0xa3), (8, 0xa4));
        var b = Write("b", (3, 0xb1), (6, 0xb2), (9, 0xb3));
        string[] expected = ["b1", "a1", "a2", "a3", "b2", "a4", "b3"];
        Assert.Equal(expected, MergedCaptures.Bytes(a, b));
        Assert.Equal(expected, MergedCaptures.Bytes(b, a));
    }

    [Fact]
    public void Random_captures_merge_as_a_stable_sort_does()
    {
        var dice = new Random(31);
        for (var round = 0; round < 50; round++)
        {
            var expected = new List<(long Due, string File, int Order, string Bytes)>();
            var files = new List<string>();
            for (var i = 0; i < 4; i++)
            {
                var frames = Enumerable.Range(0, dice.Next(6)).Select(at => ((uint)dice.Next(8), (byte)((16 * i) + at))).ToArray();
                files.Add(Write($"{(char)('a' + i)}", frames));
                var due = 0u;
                for (var at = 0; at < frames.Length; at++)
                {
                    due = Math.Max(due, frames[at].Item1);
                    expected.Add((due, files[^1], at, $"{frames[at].Item2:x2}"));
                }
            }
            dice.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(files));
            Assert.Equal(expected.OrderBy(frame => frame.Due).ThenBy(frame => frame.File, StringComparer.Ordinal).ThenBy(frame => frame.Order).Select(frame => frame.Bytes), MergedCaptures.Bytes([.. files]));
        }
    }

    [Fact]
    public void Number_is_the_frame_s_own_in_its_capture()
    {
        using var merger = new CaptureMerger(CaptureInputs.Expand([Write("a", (1, 1), (4, 2)), Write("b", (2, 1), (3, 2))]));
        var numbers = new List<long>();
        while (merger.MoveNext())
        {
            numbers.Add(merger.Current.Number);
        }
        Assert.Equal([1, 1, 2, 2], numbers);
    }

    [Fact]
    public void File_with_a_fault_in_the_middle_ends_there_and_the_others_go_on()
    {
        var broken = new PcapBytes().Add(1, 0, [0xa1]).Add(3, 0, uint.MaxValue, 1, [0xa2]).Add(5, 0, [0xa3]).ToArray();
        File.WriteAllBytes(_folder.File("a"), broken);
        var b = Write("b", (2, 0xb1), (4, 0xb2));
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.File("a"), b]));
        Assert.Equal(["a1", "b1", "b2"], MergedCaptures.Bytes(merger));
        Assert.Equal((_folder.File("a"), 41L), (Assert.Single(merger.Faults).Input, merger.Faults[0].Offset));
    }

    [Fact]
    public void File_whose_first_frame_is_broken_is_one_fault()
    {
        File.WriteAllBytes(_folder.File("a"), new PcapBytes().Add(1, 0, [1, 2, 3]).ToArray()[..^1]);
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.File("a"), Write("b", (2, 0xb1))]));
        Assert.Equal(["b1"], MergedCaptures.Bytes(merger));
        Assert.Equal(24, Assert.Single(merger.Faults).Offset);
        Assert.Equal(_folder.File("b"), Assert.Single(merger.Captures).Input);
    }

    [Fact]
    public void Folder_passes_over_what_is_no_capture()
    {
        Write("a", (1, 0xa1));
        _folder.Write("staff.csv", "staff,department\n");
        _folder.Write("empty", "");
        File.WriteAllBytes(_folder.File("text.gz"), CaptureContent.Gzip("nothing but text"u8.ToArray()));
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.Path]));
        Assert.Equal(["a1"], MergedCaptures.Bytes(merger));
        Assert.Empty(merger.Faults);
        Assert.Equal([_folder.File("staff.csv"), _folder.File("text.gz")], merger.Skipped); // what is empty is nothing
    }

    [Fact]
    public void Folder_does_not_pass_over_a_broken_file()
    {
        File.WriteAllBytes(_folder.File("week.gz"), CaptureContent.Gzip(new PcapBytes().Add(1, 0, [1]).ToArray())[..13]);
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.Path]));
        Assert.Empty(MergedCaptures.Bytes(merger));
        Assert.Contains("cut", Assert.Single(merger.Faults).Reason, StringComparison.Ordinal);
        Assert.Empty(merger.Skipped);
    }

    [Fact]
    public void Named_file_that_is_no_capture_is_a_fault()
    {
        var text = _folder.Write("notes.txt", "no capture");
        using var merger = new CaptureMerger(CaptureInputs.Expand([text, _folder.File("missing.pcap"), Write("a", (1, 0xa1))]));
        Assert.Equal(["a1"], MergedCaptures.Bytes(merger));
        Assert.Equal([(_folder.File("missing.pcap"), "no such file or folder"), (text, "neither pcap nor pcapng nor snoop (nor gzip or zstd of one)")], merger.Faults.Select(fault => (fault.Input, fault.Reason)));
    }

    [Fact]
    public void File_that_goes_before_its_turn_is_a_fault()
    {
        var b = Write("b", (9, 0xb1));
        using var merger = new CaptureMerger(CaptureInputs.Expand([Write("a", (1, 0xa1)), b]));
        File.Delete(b);
        Assert.Equal(["a1"], MergedCaptures.Bytes(merger));
        Assert.Equal(b, Assert.Single(merger.Faults).Input);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Rotated_files_are_open_one_at_a_time(string kind)
    {
        for (var i = 0; i < 100; i++)
        {
            var bytes = new PcapBytes().Add((uint)(10 * i), 0, [(byte)i]).Add((uint)(10 * i) + 9, 0, [(byte)i]).ToArray();
            File.WriteAllBytes(_folder.File($"{i:000}"), kind == "gzip" ? CaptureContent.Gzip(bytes) : kind == "zstd" ? CaptureContent.Zstd(bytes) : bytes);
        }
        using (var merger = new CaptureMerger(CaptureInputs.Expand([_folder.Path])))
        {
            var (most, frames) = (0, 0);
            while (merger.MoveNext())
            {
                most = Math.Max(most, OpenFiles.Below(_folder.Path));
                frames++;
            }
            Assert.Equal((200, true), (frames, most is 1 or 2));
        }
        Assert.Equal(0, OpenFiles.Below(_folder.Path));
    }

    [Fact]
    public void Bytes_read_grow_to_the_total()
    {
        Write("a", [.. Enumerable.Range(0, 500).Select(i => ((uint)i, (byte)1))]);
        Write("b", [.. Enumerable.Range(0, 500).Select(i => ((uint)i, (byte)2))]);
        Write("c"); // no frames
        File.WriteAllBytes(_folder.File("d"), CaptureContent.Gzip(LargeCaptures.Pcap(41, 500, 2000)));
        File.CreateSymbolicLink(_folder.File("e"), _folder.File("d"));
        var total = new DirectoryInfo(_folder.Path).GetFiles("?").Where(file => file.Name != "e").Sum(file => file.Length);
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.Path]));
        Assert.Equal(total, merger.BytesTotal);
        var before = 0L;
        while (merger.MoveNext())
        {
            Assert.InRange(merger.BytesRead, before, total);
            before = merger.BytesRead;
        }
        Assert.Equal(total, merger.BytesRead);
    }

    [Fact]
    public void Link_counts_with_the_length_of_its_file()
    {
        var file = Write("a", (1, 1));
        File.CreateSymbolicLink(_folder.File("link"), file);
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.File("link")]));
        Assert.Equal(new FileInfo(file).Length, merger.BytesTotal);
    }

    [Fact]
    public void Losses_of_all_captures_add_up()
    {
        foreach (var name in new[] { "a", "b" })
        {
            var bytes = new PcapngBytes().Section().Interface().Enhanced(0, 0, [1]);
            File.WriteAllBytes(_folder.File(name), bytes.Statistics(0, bytes.Option(5, 21ul)).ToArray());
        }
        using var merger = new CaptureMerger(CaptureInputs.Expand([_folder.Path]));
        MergedCaptures.Bytes(merger);
        Assert.Equal(42, merger.Dropped);
    }

    private string Write(string name, params (uint Second, byte Mark)[] frames)
    {
        var capture = new PcapBytes();
        foreach (var (second, mark) in frames)
        {
            capture.Add(second, 0, [mark]);
        }
        File.WriteAllBytes(_folder.File(name), capture.ToArray());
        return _folder.File(name);
    }
}
