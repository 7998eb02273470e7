using System.Buffers.Binary;
using System.IO.Compression;

namespace TrafficClassifier.Tests.Server;

/// <summary>Deals the frames of the circular's week out to several captures.</summary>
internal static class SplitCaptures
{
    private const int FileHeader = 24, FrameHeader = 16;

    public static byte[] Week()
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(Repository.Capture("circular-2010"), "week.pcap.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <param name="folder">Where the parts go.</param>
    /// <param name="parts">How many.</param>
    /// <param name="part">Of the number of a frame and how many there are.</param>
    public static string[] Write(TemporaryFolder folder, int parts, Func<int, int, int> part)
    {
        var week = Week();
        List<(int At, int Length)> frames = [];
        for (var at = FileHeader; at < week.Length; at += frames[^1].Length)
        {
            frames.Add((at, FrameHeader + BinaryPrimitives.ReadInt32LittleEndian(week.AsSpan(at + 8))));
        }
        string[] paths = [.. Enumerable.Range(0, parts).Select(i => folder.File($"{(char)('z' - i)}.pcap"))];
        var files = paths.Select(path => new BufferedStream(File.Create(path), 1 << 16)).ToArray();
        Array.ForEach(files, file => file.Write(week.AsSpan(0, FileHeader)));
        for (var i = 0; i < frames.Count; i++)
        {
            files[part(i, frames.Count)].Write(week.AsSpan(frames[i].At, frames[i].Length));
        }
        Array.ForEach(files, file => file.Dispose());
        return paths;
    }
}
