using System.IO.Compression;
using System.IO.Pipelines;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>All that a capture gave.</summary>
internal sealed record CaptureContent(List<ReadFrame> Frames, CaptureFault? Fault, long Dropped)
{
    /// <summary>Opens and reads a path; a capture that does not open fails the test.</summary>
    public static CaptureContent Of(string path)
    {
        using var reader = CaptureOpener.TryOpen(path, out var reason);
        Assert.True(reader is not null, reason);
        return Of(reader);
    }

    /// <summary>Writes the bytes into a file under a name that says nothing, and reads it.</summary>
    public static CaptureContent Of(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("some.txt"), bytes);
        return Of(folder.File("some.txt"));
    }

    /// <summary>Reads the bytes through a pipe that gives at most so many at once.</summary>
    public static CaptureContent OfPipe(byte[] bytes, params int[] chunks)
    {
        var source = Pipe(new ChunkStream(bytes, chunks), chunks.Length == 0 ? 1 << 20 : 4096);
        using CaptureReader reader = bytes is [0x0a, ..] ? new PcapngReader("-", source) : bytes is [(byte)'s', ..] ? new SnoopReader("-", source) : new PcapReader("-", source);
        return Of(reader);
    }

    /// <summary>A pipe with the buffers that the product gives it; the shortest make every record straddle two.</summary>
    public static PipeByteSource Pipe(Stream stream, int bufferLength = 1 << 20) =>
        new(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: bufferLength, minimumReadSize: Math.Min(bufferLength, 1 << 16))));

    public static CaptureContent Of(CaptureReader reader)
    {
        var frames = new List<ReadFrame>();
        while (reader.MoveNext())
        {
            var frame = reader.Current;
            frames.Add(new ReadFrame(frame.Number, frame.Time.Nanoseconds, frame.LinkType.Value, Convert.ToHexStringLower(frame.Bytes)));
        }
        Assert.False(reader.MoveNext());
        return new CaptureContent(frames, reader.Fault, reader.Dropped);
    }

    public static byte[] Gzip(params byte[][] members)
    {
        using var all = new MemoryStream();
        foreach (var member in members)
        {
            using var gzip = new GZipStream(all, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(member);
        }
        return all.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        using var compressor = new ZstdSharp.Compressor(1);
        return compressor.Wrap(bytes).ToArray();
    }
}
