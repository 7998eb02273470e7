using TrafficClassifier.Capture;
using TrafficClassifier.Tests.Requirements;

namespace TrafficClassifier.Tests.Capture;

public class PcapngWriterTests
{
    private static readonly Instant _start = new(1_767_225_599_999_999_999);

    [Fact]
    public void What_was_written_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.pcapng");
        // More than a buffer, all remainders of four, one empty, one as large as a joined frame can be.
        var frames = Enumerable.Range(0, 2_000).Select(i => Noise(i, i == 7 ? 0 : i == 8 ? 262_144 : 60 + (i % 1_400))).ToList();
        Write(path, LinkType.Ethernet, frames);
        using var reader = CaptureOpener.TryOpen(path, out _, out _)!;
        for (var i = 0; i < frames.Count; i++)
        {
            Assert.True(reader.MoveNext());
            var frame = reader.Current;
            Assert.True(frame.Bytes.SequenceEqual(frames[i]), $"frame {i}");
            Assert.Equal((TimeOf(i), LinkType.Ethernet), (frame.Time, frame.LinkType));
        }
        Assert.False(reader.MoveNext());
        Assert.Null(reader.Fault);
        Assert.Equal(17, reader.Dropped);
    }

    [RequiresFact("tshark", "capinfos")]
    public void Wireshark_reads_the_same()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.pcapng");
        var frames = Enumerable.Range(0, 50).Select(i => Noise(i, 60 + i)).ToList();
        Write(path, LinkType.Ethernet, frames, cut: 40);
        var lines = Requirement.Run("tshark", ["-r", path, "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "frame.cap_len", "-e", "frame.interface_name"]).TrimEnd().Split('\n');
        Assert.Equal(frames.Count, lines.Length);
        for (var i = 0; i < frames.Count; i++)
        {
            var time = TimeOf(i).Nanoseconds;
            Assert.Equal($"{time / Instant.NanosecondsPerSecond}.{time % Instant.NanosecondsPerSecond:000000000}\t{60 + i}\t40\tmirror0", lines[i]);
        }
        var about = Requirement.Run("capinfos", [path]);
        Assert.Contains("nanoseconds (9)", about, StringComparison.Ordinal);
        Assert.Contains("Capture application: tests", about, StringComparison.Ordinal);
        Assert.Contains("Filter string = udp port 53", about, StringComparison.Ordinal);
        Assert.Contains("Number of stat entries = 1", about, StringComparison.Ordinal);
    }

    [Fact]
    public void What_did_not_fit_is_not_half_there()
    {
        using var output = new FullStream(1_500_000);
        var writer = new PcapngWriter(output);
        writer.WriteHeader("tests", "mirror0", LinkType.Ethernet, 65_535, null);
        var written = 0;
        void WriteAll()
        {
            for (; ; written++)
            {
                writer.Write(Noise(1, 1_000), 1_000, _start);
            }
        }
        Assert.Throws<IOException>((Action)WriteAll);
        Assert.Equal(written, writer.FramesWritten + writer.FramesWaiting);
        Assert.True(writer.Written is > 1_000_000 and < 1_500_000);
        Assert.Equal(written - writer.FramesWritten, writer.Discard());
        Assert.Equal(writer.Written, writer.Length);
    }

    [Fact]
    public void A_frame_costs_no_allocation()
    {
        var writer = new PcapngWriter(Stream.Null);
        var frame = Noise(1, 700);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            for (var i = 0; i < 10_000; i++)
            {
                writer.Write(frame, 700, _start);
            }
        }
    }

    private static void Write(string path, LinkType type, List<byte[]> frames, int cut = int.MaxValue)
    {
        using var output = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        var writer = new PcapngWriter(output);
        writer.WriteHeader("tests", "mirror0", type, Math.Min(cut, 262_144), "udp port 53");
        for (var i = 0; i < frames.Count; i++)
        {
            writer.Write(frames[i].AsSpan(0, Math.Min(cut, frames[i].Length)), frames[i].Length, TimeOf(i));
        }
        writer.WriteStatistics(new PcapngStatistics(_start, TimeOf(frames.Count), frames.Count + 17, 17, frames.Count));
        writer.Flush();
    }

    private static Instant TimeOf(int i) => new(_start.Nanoseconds + (i * 1_000_000_007L));

    private static byte[] Noise(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed class FullStream(long place) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > place)
            {
                base.Write(buffer, offset, (int)(place - Length));
                throw new IOException("No space left on device");
            }
            base.Write(buffer, offset, count);
        }
    }
}
