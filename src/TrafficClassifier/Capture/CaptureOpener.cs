using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using ZstdSharp;

namespace TrafficClassifier.Capture;

/// <summary>Opens an input as what its first bytes say it is: gzip and zstd are taken off, then pcap or pcapng. Names do not matter.</summary>
public static class CaptureOpener
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    private const uint ZstdMagic = 0xfd2fb528;
    private const int MagicLength = 4;

    /// <summary>Opens a path, or standard input for "-".</summary>
    /// <param name="path">What to open.</param>
    /// <param name="reason">Why null came back, in one line: not there, not allowed, or no capture.</param>
    public static CaptureReader? TryOpen(string path, out string? reason)
    {
        try
        {
            if (path == StandardInput)
            {
                return TryOpenStream(path, Console.OpenStandardInput(), out reason);
            }
            var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            if (!IsRegular(path))
            {
                return TryOpenStream(path, new FileStream(handle, FileAccess.Read, bufferSize: 0), out reason);
            }
            Span<byte> magic = stackalloc byte[MagicLength];
            magic = magic[..RandomAccess.Read(handle, magic, 0)];
            return IsCompressed(magic)
                ? TryOpenStream(path, new FileStream(handle, FileAccess.Read, bufferSize: 0), out reason)
                : TryOpenFormat(path, magic, new FileByteSource(handle), out reason);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or InvalidDataException or ZstdException)
        {
            reason = exception.Message;
            return null;
        }
    }

    private static CaptureReader? TryOpenStream(string input, Stream stream, out string? reason)
    {
        var canTell = stream.CanSeek;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 20, minimumReadSize: 1 << 16));
        var magic = Peek(reader);
        if (!IsCompressed(magic))
        {
            return TryOpenFormat(input, magic, new PipeByteSource(reader), out reason);
        }
        Stream inflated = magic[0] == 0x1f
            ? new GZipStream(reader.AsStream(), CompressionMode.Decompress)
            : new DecompressionStream(reader.AsStream());
        var inner = PipeReader.Create(inflated, new StreamPipeReaderOptions(bufferSize: 1 << 20, minimumReadSize: 1 << 18));
        return TryOpenFormat(input, Peek(inner), new PipeByteSource(inner, canTell ? () => stream.CanRead ? stream.Position : 0 : null), out reason);
    }

    private static CaptureReader? TryOpenFormat(string input, ReadOnlySpan<byte> magic, IByteSource source, out string? reason)
    {
        reason = null;
        if (magic.Length == MagicLength)
        {
            var value = BinaryPrimitives.ReadUInt32LittleEndian(magic);
            if (PcapReader.IsMagic(value))
            {
                return new PcapReader(input, source);
            }
            if (value == PcapngReader.SectionHeader)
            {
                return new PcapngReader(input, source);
            }
        }
        source.Dispose();
        reason = magic.IsEmpty ? "empty" : "neither pcap nor pcapng (nor gzip or zstd of one)";
        return null;
    }

    private static byte[] Peek(PipeReader reader)
    {
        var pending = reader.ReadAtLeastAsync(MagicLength);
        var result = pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
        var magic = result.Buffer.Slice(0, Math.Min(MagicLength, result.Buffer.Length)).ToArray();
        reader.AdvanceTo(result.Buffer.Start);
        return magic;
    }

    private static bool IsCompressed(ReadOnlySpan<byte> magic) => magic.Length == MagicLength
        && ((magic[0] == 0x1f && magic[1] == 0x8b) || BinaryPrimitives.ReadUInt32LittleEndian(magic) == ZstdMagic);

    /// <summary>Pipes and devices have no length and no second look.</summary>
    private static bool IsRegular(string path) => new FileInfo(path).Length > 0;
}
