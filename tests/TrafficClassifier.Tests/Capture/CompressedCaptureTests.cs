using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

public class CompressedCaptureTests
{
    private static readonly byte[] Plain = LargeCaptures.Pcap(seed: 7, frames: 2000, longest: 9000);
    private static readonly List<ReadFrame> Frames = PlainReader.Pcap(Plain);

    [Theory]
    [InlineData("week.pcap")]
    [InlineData("week.zst")]
    [InlineData("week")]
    public void Gzip_is_told_by_its_content(string name) => Assert.Equal(Frames, Read(name, CaptureContent.Gzip(Plain)).Frames);

    [Theory]
    [InlineData("week.pcap")]
    [InlineData("week.gz")]
    [InlineData("week")]
    public void Zstd_is_told_by_its_content(string name) => Assert.Equal(Frames, Read(name, CaptureContent.Zstd(Plain)).Frames);

    [Fact]
    public void Pcapng_inside_gzip_and_zstd()
    {
        var plain = LargeCaptures.Pcapng(seed: 8, frames: 300, longest: 9000);
        Assert.Equal(PlainReader.Pcapng(plain), Read("a", CaptureContent.Gzip(plain)).Frames);
        Assert.Equal(PlainReader.Pcapng(plain), Read("a", CaptureContent.Zstd(plain)).Frames);
    }

    [Fact]
    public void Members_and_frames_one_behind_the_other_are_one_capture()
    {
        var (head, tail) = (Plain[..100_001], Plain[100_001..]);
        Assert.Equal(Frames, Read("a", CaptureContent.Gzip(head, tail)).Frames);
        Assert.Equal(Frames, Read("a", [.. CaptureContent.Zstd(head), .. CaptureContent.Zstd(tail)]).Frames);
    }

    [Fact]
    public void Zstd_may_begin_with_a_frame_to_be_passed_over() =>
        Assert.Equal(Frames, Read("a", [0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4, .. CaptureContent.Zstd(Plain)]).Frames);

    [Fact]
    public void Zeros_behind_the_last_member_are_padding()
    {
        var capture = Read("a", [.. CaptureContent.Gzip(Plain), .. new byte[512]]);
        Assert.Null(capture.Fault);
        Assert.Equal(Frames, capture.Frames);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Cut_anywhere_gives_what_stood_before_and_a_fault(string kind)
    {
        var plain = LargeCaptures.Pcap(seed: 9, frames: 60, longest: 4000);
        var frames = PlainReader.Pcap(plain);
        var bytes = Compress(kind, plain);
        for (var length = 4; length < bytes.Length; length += length < bytes.Length - 40 ? 1 + (bytes.Length / 150) : 1)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllBytes(folder.File("cut"), bytes[..length]);
            using var reader = CaptureOpener.TryOpen(folder.File("cut"), out var reason, out var isForeign);
            if (reader is null)
            {
                Assert.True(length < bytes.Length / 2 && !isForeign && reason!.Contains("cut", StringComparison.Ordinal), $"{length}: {reason}");
                continue;
            }
            var capture = CaptureContent.Of(reader);
            Assert.Equal(frames.Take(capture.Frames.Count), capture.Frames);
            Assert.True(capture.Fault is not null, $"no fault at {length} of {bytes.Length}");
            Assert.Contains("cut", capture.Fault.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Gzip_cut_gives_every_frame_whose_bytes_are_there()
    {
        // Stored, not packed: the place in the file tells the place in the capture.
        using var stored = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(stored, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Plain);
        }
        var capture = Read("a", stored.ToArray()[..(Plain.Length / 2)]);
        var there = (Plain.Length / 2) - (5 * (1 + (Plain.Length / 2 / 16_000))) - 64;
        Assert.InRange(capture.Frames.Sum(frame => 16 + (frame.Bytes.Length / 2)), there - 10_000, Plain.Length / 2);
        Assert.Equal(Frames.Take(capture.Frames.Count), capture.Frames);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void Damage_gives_frames_before_it_and_a_fault_or_other_frames(string kind)
    {
        var plain = LargeCaptures.Pcap(seed: 10, frames: 100, longest: 2000);
        var bytes = Compress(kind, plain);
        var dice = new Random(11);
        for (var round = 0; round < 100; round++)
        {
            var broken = bytes.ToArray();
            broken[dice.Next(4, broken.Length)] ^= (byte)(1 << dice.Next(8));
            using var folder = new TemporaryFolder();
            File.WriteAllBytes(folder.File("broken"), broken);
            using var reader = CaptureOpener.TryOpen(folder.File("broken"), out var reason);
            Assert.True(reader is not null || reason is not null);
            if (reader is not null)
            {
                CaptureContent.Of(reader);
            }
        }
    }

    [Fact]
    public void Wrong_check_sum_at_the_end_costs_the_last_step_at_most()
    {
        var bytes = CaptureContent.Gzip(Plain);
        bytes[^5] ^= 1;
        var capture = Read("a", bytes);
        Assert.Equal("the gzip data is cut or corrupt", capture.Fault!.Reason);
        var missing = Plain.Length - 24 - capture.Frames.Sum(frame => 16 + (frame.Bytes.Length / 2));
        Assert.InRange(missing, 0, 4096 + 16 + 9000);
        Assert.Equal(Frames.Take(capture.Frames.Count), capture.Frames);
    }

    [Fact]
    public void Compressed_files_are_closed()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in new[] { ("a", CaptureContent.Gzip(Plain)), ("b", CaptureContent.Zstd(Plain)), ("c", CaptureContent.Zstd([1, 2, 3, 4, 5])), ("d", CaptureContent.Gzip(Plain)[..12]), ("e", Plain) })
        {
            File.WriteAllBytes(folder.File(name), bytes);
            using (var reader = CaptureOpener.TryOpen(folder.File(name), out _))
            {
                reader?.MoveNext();
            }
            Assert.Equal(0, OpenFiles.Below(folder.Path));
        }
    }

    [Fact]
    public void Progress_is_told_in_bytes_as_stored()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), CaptureContent.Zstd(Plain));
        using var reader = CaptureOpener.TryOpen(folder.File("a"), out _)!;
        Assert.Equal(new FileInfo(folder.File("a")).Length, reader.Length);
        CaptureContent.Of(reader);
        Assert.Equal(reader.Length, reader.BytesRead);
    }

    private static byte[] Compress(string kind, byte[] bytes) => kind == "gzip" ? CaptureContent.Gzip(bytes) : CaptureContent.Zstd(bytes);

    private static CaptureContent Read(string name, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File(name), bytes);
        return CaptureContent.Of(folder.File(name));
    }
}
