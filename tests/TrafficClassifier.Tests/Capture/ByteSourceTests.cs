using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>Records that straddle the buffers of files and pipes, against a plain reader of the whole array.</summary>
public class ByteSourceTests
{
    [Theory]
    [InlineData(1, 3000, 1600)]
    [InlineData(2, 1000, 70_000)]
    [InlineData(3, 500, 262_144)]
    public void Pcap_longer_than_the_buffers(int seed, int frames, int longest)
    {
        var bytes = LargeCaptures.Pcap(seed, frames, longest);
        var expected = PlainReader.Pcap(bytes);
        Assert.Equal(expected, CaptureContent.Of(bytes).Frames);
        Assert.Equal(expected, CaptureContent.OfPipe(bytes).Frames);
        Assert.Equal(expected, CaptureContent.OfPipe(bytes, 65_536).Frames);
        Assert.Equal(expected, CaptureContent.OfPipe(bytes, 1, 4095, 70_001, 16).Frames);
    }

    [Theory]
    [InlineData(4, 1600)]
    [InlineData(5, 262_144)]
    public void Pcapng_longer_than_the_buffers(int seed, int longest)
    {
        var bytes = LargeCaptures.Pcapng(seed, 200, longest);
        var expected = PlainReader.Pcapng(bytes);
        Assert.Equal(expected, CaptureContent.Of(bytes).Frames);
        Assert.Equal(expected, CaptureContent.OfPipe(bytes).Frames);
        Assert.Equal(expected, CaptureContent.OfPipe(bytes, 3, 100_003).Frames);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public void Pipe_that_drips(int chunk)
    {
        var bytes = LargeCaptures.Pcap(6, 60, 3000);
        Assert.Equal(PlainReader.Pcap(bytes), CaptureContent.OfPipe(bytes, chunk).Frames);
        bytes = LargeCaptures.Pcapng(6, 5, 3000);
        Assert.Equal(PlainReader.Pcapng(bytes), CaptureContent.OfPipe(bytes, chunk).Frames);
    }

    [Fact]
    public void Frames_whose_records_end_where_the_block_ends()
    {
        // 256 KiB blocks: records of 16 + 16368 bytes behind a header of 24, so that each boundary falls elsewhere in a record.
        for (var shift = 0; shift < 48; shift++)
        {
            var capture = new PcapBytes();
            capture.Add(0, 0, new byte[shift]);
            for (uint i = 1; i < 70; i++)
            {
                capture.Add(i, 0, [.. BitConverter.GetBytes(i), .. new byte[16_364]]);
            }
            var bytes = capture.ToArray();
            Assert.Equal(PlainReader.Pcap(bytes), CaptureContent.Of(bytes).Frames);
        }
    }

    [Fact]
    public void Sources_tell_what_they_read()
    {
        var bytes = LargeCaptures.Pcap(12, 1000, 3000);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a"), bytes);
        using var file = CaptureOpener.TryOpen(folder.File("a"), out _)!;
        CaptureContent.Of(file);
        Assert.Equal((bytes.Length, bytes.Length), (file.BytesRead, file.Length));
        using var pipe = new PcapReader("-", CaptureContent.Pipe(new ChunkStream(bytes, 9999)));
        CaptureContent.Of(pipe);
        Assert.Equal((bytes.Length, 0), (pipe.BytesRead, pipe.Length));
    }

    [Fact]
    public void Input_that_fails_is_a_fault_behind_the_frames_before_it()
    {
        var bytes = new PcapBytes().Add(1, 0, [1]).Add(2, 0, [2]).ToArray();
        using var reader = new PcapReader("-", CaptureContent.Pipe(new BrokenStream(bytes)));
        var capture = CaptureContent.Of(reader);
        Assert.Equal(2, capture.Frames.Count);
        Assert.Equal(new CaptureFault("-", bytes.Length, "the cable fell out"), capture.Fault);
    }

    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span);
            return read > 0 ? new ValueTask<int>(read) : ValueTask.FromException<int>(new IOException("the cable fell out"));
        }
    }
}
