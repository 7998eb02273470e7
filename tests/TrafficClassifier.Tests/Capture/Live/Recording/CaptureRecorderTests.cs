using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Recording;

namespace TrafficClassifier.Tests.Capture.Live.Recording;

public sealed class CaptureRecorderTests : IDisposable
{
    private static readonly Instant _start = Instant.FromUnixSeconds(1_767_261_600); // 2026-01-01 10:00 UTC

    private readonly TemporaryFolder _folder = new();
    private EngineCounters _counters;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_frames_are_in_the_files_in_order_whatever_their_size()
    {
        using (var recorder = Open(Options with { RotateBytes = 1_000_000 }))
        {
            Feed(recorder, 0, 5_000, 900);
        }
        Assert.True(Names().Length is 5 or 6, string.Join(' ', Names()));
        Assert.All(Names(), name => Assert.True(new FileInfo(At(name)).Length <= 1_000_000));
        Assert.Equal(Enumerable.Range(0, 5_000), Names().SelectMany(Numbers));
    }

    [Fact]
    public void A_file_is_over_after_its_seconds_of_frames_and_in_silence_too()
    {
        using var recorder = Open(Options with { RotateSeconds = 10 });
        Feed(recorder, 0, 25, 100);
        Assert.Equal(["m0-20260101T100000Z-000001.pcapng", "m0-20260101T100010Z-000002.pcapng", "m0-20260101T100020Z-000003.pcapng.part"], Names());
        recorder.Rest(_start.AddSeconds(29));
        Assert.EndsWith(".part", Names()[^1], StringComparison.Ordinal);
        recorder.Rest(_start.AddSeconds(30));
        Assert.Equal("m0-20260101T100020Z-000003.pcapng", Names()[^1]);
        Assert.Equal(new RecorderState(null, 3, 0, 25, 0, 2_500, null), recorder.State);
    }

    [Fact]
    public void Each_file_says_what_was_dropped_during_it()
    {
        using (var recorder = Open(Options with { RotateSeconds = 10 }))
        {
            _counters = new EngineCounters(100, 40, 0);
            Feed(recorder, 0, 10, 100);
            _counters = new EngineCounters(200, 45, 0);
            Feed(recorder, 10, 20, 100);
            _counters = new EngineCounters(300, 52, 0);
        }
        Assert.Equal([5, 7], Names().Select(Dropped));
    }

    [Fact]
    public void Of_files_only_the_recorders_own_oldest_are_deleted()
    {
        string[] foreign = ["m0-20250101T000000Z-000001.pcapng", "m0-notes.txt", "other-20250101T000000Z-000001.pcapng"];
        foreach (var name in foreign)
        {
            File.WriteAllText(At(name), "not a recording of ours");
        }
        using (var earlier = Open(Options with { Prefix = "m1" }))
        {
            Feed(earlier, 0, 1, 100);
        }
        var others = Names();
        using (var recorder = Open(Options with { RotateSeconds = 1, KeepFiles = 3 }))
        {
            Feed(recorder, 0, 10, 100);
            Assert.Equal(3, Names().Except(others).Count());
            Assert.Equal(7, recorder.State.FilesDeleted);
        }
        Assert.Equal([7, 8, 9], Names().Except(others).SelectMany(Numbers));
        Assert.Equal(others, Names().Intersect(others));
    }

    [Fact]
    public void Files_of_earlier_recorders_are_bounded_with_the_new_ones()
    {
        for (var run = 0; run < 4; run++)
        {
            using var recorder = Open(Options with { RotateBytes = 1_000_000, MostBytes = 3_000_000 });
            Feed(recorder, run * 2_000, (run + 1) * 2_000, 900);
            Assert.True(Directory.EnumerateFiles(_folder.Path).Sum(path => new FileInfo(path).Length) <= 3_000_000);
        }
        Assert.Equal(7_999, Names().SelectMany(Numbers).Last());
    }

    [Fact]
    public void What_a_killed_recorder_left_is_completed_with_its_whole_blocks()
    {
        var killed = Open(Options);
        Feed(killed, 0, 100, 100);
        killed.Rest(_start);
        var part = At(Assert.Single(Names()));
        File.Copy(part, part + "2");
        killed.Dispose();
        File.Delete(part[..^5]);
        File.Move(part + "2", part);
        using (var file = new FileStream(part, FileMode.Open))
        {
            file.SetLength(file.Length - 3); // amid the last frame
        }
        Open(Options).Dispose();
        Assert.Equal(Enumerable.Range(0, 99), Numbers(Assert.Single(Names())));
    }

    [Fact]
    public void What_another_recorder_is_writing_is_left_alone()
    {
        using var other = Open(Options);
        Feed(other, 0, 10, 100);
        using (var recorder = Open(Options with { KeepFiles = 1 }))
        {
            Feed(recorder, 10, 20, 100);
        }
        Assert.Contains(Names(), name => name.EndsWith(".part", StringComparison.Ordinal));
        other.Dispose();
        Assert.Equal(Enumerable.Range(0, 20), Names().SelectMany(Numbers).Order());
    }

    [Fact]
    public void Where_nothing_can_be_written_frames_are_counted_and_recording_goes_on_later()
    {
        var next = new CountingHandler();
        using var recorder = Open(Options, next);
        Directory.Delete(_folder.Path, true);
        Feed(recorder, 0, 3, 100);
        Assert.Equal((0, 3), (recorder.State.Recorded, recorder.State.Unrecorded));
        Assert.Contains("recording stopped", recorder.State.Problem, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.Path);
        Feed(recorder, 3, 5, 100); // not yet tried again
        Assert.Empty(Names());
        Feed(recorder, 5, 9, 100);
        recorder.Dispose();
        Assert.Equal(Enumerable.Range(5, 4), Numbers(Assert.Single(Names())));
        Assert.Equal((4, 5, null), (recorder.State.Recorded, recorder.State.Unrecorded, recorder.State.Problem));
        Assert.Equal(9, next.Frames);
    }

    [Fact]
    public void One_file_ends_at_its_size_and_is_there_without_frames()
    {
        using (var recorder = Open(Options with { SingleFile = "one.pcapng", MostBytes = 1_000_000 }))
        {
            Feed(recorder, 0, 2_000, 900);
            Assert.Contains("--max-size", recorder.State.Problem, StringComparison.Ordinal);
            Assert.Equal(2_000, recorder.State.Recorded + recorder.State.Unrecorded);
        }
        Assert.True(new FileInfo(At("one.pcapng")).Length is > 990_000 and <= 1_000_000);
        Open(Options with { SingleFile = "none.pcapng" }).Dispose();
        Assert.Empty(Numbers("none.pcapng"));
        Assert.Equal(["none.pcapng", "one.pcapng"], Names());
    }

    [Fact]
    public void Recording_costs_no_allocation_a_frame()
    {
        using var recorder = Open(Options with { SingleFile = "one.pcapng" });
        var frame = Frame(1, 700);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            for (var i = 0; i < 5_000; i++)
            {
                recorder.Handle(new CapturedFrame(frame, _start, LinkType.Ethernet, i));
            }
        }
    }

    private RecorderOptions Options => new() { Interface = "m0", Folder = _folder.Path };

    private CaptureRecorder Open(RecorderOptions options, IFrameHandler? next = null) => new(options, () => _counters, next);

    /// <summary>One a second, with its number in it.</summary>
    private static void Feed(CaptureRecorder recorder, int first, int end, int length)
    {
        for (var i = first; i < end; i++)
        {
            recorder.Handle(new CapturedFrame(Frame(i, length), _start.AddSeconds(i), LinkType.Ethernet, i + 1));
        }
    }

    private static byte[] Frame(int number, int length)
    {
        var frame = new byte[length];
        BitConverter.TryWriteBytes(frame.AsSpan(14), number);
        return frame;
    }

    private string[] Names() => [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string At(string name) => Path.Combine(_folder.Path, name);

    private List<int> Numbers(string name)
    {
        List<int> numbers = [];
        using var reader = CaptureOpener.TryOpen(At(name), out _, out _)!;
        while (reader.MoveNext())
        {
            numbers.Add(BitConverter.ToInt32(reader.Current.Bytes[14..]));
        }
        Assert.Null(reader.Fault);
        return numbers;
    }

    private long Dropped(string name)
    {
        using var reader = CaptureOpener.TryOpen(At(name), out _, out _)!;
        while (reader.MoveNext())
        {
        }
        return reader.Dropped;
    }

    private sealed class CountingHandler : IFrameHandler
    {
        public int Frames { get; private set; }

        public void Handle(scoped in CapturedFrame frame) => Frames++;
    }
}
