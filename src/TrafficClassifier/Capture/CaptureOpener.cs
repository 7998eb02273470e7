using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using ZstdSharp;

namespace TrafficClassifier.Capture;

/// <summary>Opens an input as what its first bytes say it is: gzip and zstd are taken off, then pcap, pcapng or snoop. Names do not matter.</summary>
public static class CaptureOpener
{
    /// <summary>Stands for standard input.</summary>
    public const string StandardInput = "-";

    private const uint ZstdMagic = 0xfd2fb528;

    /// <summary>RFC 8878 3.1.2: a frame to be passed over; its lowest four bits are free. pzstd begins with one.</summary>
    private const uint ZstdSkippableMagic = 0x184d2a50;
    private const int MagicLength = 4;

    private static readonly FileStreamOptions HowToRead = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.SequentialScan,
        BufferSize = 0,
    };

    /// <summary>Opens a path, or standard input for "-".</summary>
    /// <param name="path">What to open.</param>
    /// <param name="reason">Why null came back, in one line: not there, not allowed, broken, or no capture.</param>
    public static CaptureReader? TryOpen(string path, out string? reason) => TryOpen(path, out reason, out bool _);

    /// <summary>Opens a path, or standard input for "-".</summary>
    /// <param name="path">What to open.</param>
    /// <param name="reason">Why null came back, in one line.</param>
    /// <param name="isForeign">It could be read and is no capture: among the files of a folder such a file may be passed over, others may not.</param>
    public static CaptureReader? TryOpen(string path, out string? reason, out bool isForeign)
    {
        var reader = TryOpen(path, null, out reason, out var foreign);
        isForeign = foreign is not null;
        foreign?.Dispose();
        return reader;
    }

    /// <summary>Opens a path, or standard input for "-".</summary>
    /// <param name="path">What to open.</param>
    /// <param name="blocks">A plain file is read ahead, into blocks of these; null: it is not.</param>
    /// <param name="reason">Why null came back, in one line.</param>
    /// <param name="foreign">The bytes of what could be read and is no capture, for the caller to read or to dispose.</param>
    internal static CaptureReader? TryOpen(string path, BlockPool? blocks, out string? reason, out IByteSource? foreign)
    {
        foreign = null;
        if (TryOpenSource(path, blocks, out reason) is not { } source)
        {
            return null;
        }
        try
        {
            var magic = source.Advance(0, MagicLength);
            if (TryOpenFormat(path, magic.AsSpan(0, Math.Min(MagicLength, magic.Count)), source) is { } reader)
            {
                return reader;
            }
            reason = magic.Count == 0 ? "empty" : "neither pcap nor pcapng nor snoop (nor gzip or zstd of one)";
            foreign = source;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            source.Dispose();
            reason = exception.Message;
        }
        return null;
    }

    /// <summary>Opens the bytes of a path, or of standard input for "-", and takes gzip and zstd off.</summary>
    /// <param name="path">What to open.</param>
    /// <param name="blocks">A plain file is read ahead, into blocks of these; null: it is not.</param>
    /// <param name="reason">Why null came back, in one line.</param>
    internal static IByteSource? TryOpenSource(string path, BlockPool? blocks, out string? reason)
    {
        Stream? stream = null;
        reason = null;
        try
        {
            stream = path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, HowToRead);
            return stream is FileStream { CanSeek: true, Length: > 0 } file ? OpenFile(file, blocks) : OpenStream(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or InvalidDataException)
        {
            stream?.Dispose();
            reason = exception.Message;
            return null;
        }
    }

    private static IByteSource OpenFile(FileStream file, BlockPool? blocks)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        magic = magic[..RandomAccess.Read(file.SafeFileHandle, magic, 0)];
        return IsGzip(magic) || IsZstd(magic) ? OpenStream(file)
            : blocks is null ? new FileByteSource(file) : new AheadByteSource(file, blocks);
    }

    private static PipeByteSource OpenStream(Stream stream)
    {
        var stored = stream.CanSeek ? stream : null;
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 20, minimumReadSize: 1 << 16));
        var magic = Peek(reader);
        if (!IsGzip(magic) && !IsZstd(magic))
        {
            return new PipeByteSource(reader);
        }
        var inflated = IsGzip(magic)
            ? new InflatedStream(new GZipStream(reader.AsStream(), CompressionMode.Decompress), "gzip")
            : new InflatedStream(new DecompressionStream(reader.AsStream(), leaveOpen: false), "zstd");
        return new PipeByteSource(PipeReader.Create(inflated, new StreamPipeReaderOptions(bufferSize: 1 << 20, minimumReadSize: 1 << 18)), stored);
    }

    private static CaptureReader? TryOpenFormat(string input, ReadOnlySpan<byte> magic, IByteSource source)
    {
        if (magic.Length < MagicLength)
        {
            return null;
        }
        var value = BinaryPrimitives.ReadUInt32LittleEndian(magic);
        return PcapReader.IsMagic(value) ? new PcapReader(input, source)
            : value == PcapngReader.SectionHeader ? new PcapngReader(input, source)
            : value == SnoopReader.Magic ? new SnoopReader(input, source)
            : null;
    }

    private static byte[] Peek(PipeReader reader)
    {
        var pending = reader.ReadAtLeastAsync(MagicLength);
        var result = pending.IsCompletedSuccessfully ? pending.Result : pending.AsTask().GetAwaiter().GetResult();
        var magic = result.Buffer.Slice(0, Math.Min(MagicLength, result.Buffer.Length)).ToArray();
        reader.AdvanceTo(result.Buffer.Start);
        return magic;
    }

    private static bool IsGzip(ReadOnlySpan<byte> magic) => magic.Length == MagicLength && magic[0] == 0x1f && magic[1] == 0x8b;

    private static bool IsZstd(ReadOnlySpan<byte> magic) => magic.Length == MagicLength
        && BinaryPrimitives.ReadUInt32LittleEndian(magic) is var value && (value == ZstdMagic || (value & ~0xfu) == ZstdSkippableMagic);
}
