using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Nothing on the way of a frame allocates.</summary>
[Collection(AloneCollection.Name)]
public class CaptureAllocationTests
{
    private const int Frames = 20_000;

    [Fact]
    public void File_of_pcap_allocates_nothing() => Assert.Equal(0, OfFile(LargeCaptures.Pcap(51, Frames, 2000)));

    [Fact]
    public void File_of_pcapng_allocates_nothing() => Assert.Equal(0, OfFile(ManyPackets()));

    [Fact]
    public void Pipe_allocates_nothing_for_a_frame()
    {
        // Blocks of 64 KB as a full pipe gives them: what a block costs is spread over its frames.
        var bytes = LargeCaptures.Pcap(51, Frames, 2000);
        using var reader = new PcapReader("-", CaptureContent.Pipe(new ChunkStream(bytes, 65_536)));
        Assert.InRange(OfReader(reader) / (double)Frames, 0, 0.05);
    }

    [Fact]
    public void Gzip_allocates_nothing_for_a_frame()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), CaptureContent.Gzip(LargeCaptures.Pcap(51, Frames, 2000)));
        using var reader = CaptureOpener.TryOpen(folder.File("a"), out _)!;
        Assert.InRange(OfReader(reader) / (double)Frames, 0, 1);
    }

    [Fact]
    public void Merging_allocates_nothing_for_a_frame()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), LargeCaptures.Pcap(51, Frames, 2000));
        File.WriteAllBytes(folder.File("b"), LargeCaptures.Pcap(52, Frames, 2000));
        using var merger = new CaptureMerger(CaptureInputs.Expand([folder.Path]));
        for (var i = 0; i < 3000; i++)
        {
            merger.MoveNext();
        }
        var sum = 0L;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Frames; i++)
        {
            sum += merger.MoveNext() ? merger.Current.Bytes.Length : 0;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    private static long OfFile(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), bytes);
        using var reader = CaptureOpener.TryOpen(folder.File("a"), out _)!;
        return OfReader(reader);
    }

    /// <summary>After the first block the reader is in its steady state.</summary>
    private static long OfReader(CaptureReader reader)
    {
        for (var i = 0; i < 2000; i++)
        {
            Assert.True(reader.MoveNext());
        }
        var (frames, sum) = (0, 0L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.MoveNext())
        {
            frames++;
            sum += reader.Current.Bytes.Length;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Frames - 2000, frames);
        Assert.True(sum > 0);
        return allocated;
    }

    private static byte[] ManyPackets()
    {
        var dice = new Random(53);
        var capture = new PcapngBytes().Section().Interface();
        for (var i = 0; i < Frames; i++)
        {
            var frame = new byte[dice.Next(1000)];
            capture.Enhanced(0, (ulong)i, frame, null, i % 7 == 0 ? capture.Option(1, "why"u8.ToArray()) : []);
        }
        return capture.ToArray();
    }
}
