using System.Buffers;
using System.Buffers.Binary;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>
/// The bytes of a bucket in a store.
/// <code>
/// length of the rest (4) | minute (8) | coverage figures (8 each) | cells: key, sightings (base 128), set of subjects
/// </code>
/// All numbers little endian.
/// </summary>
internal static class BucketFile
{
    private const int LongestBucket = 1 << 28;

    public static void Write(UsageBucket bucket, ArrayBufferWriter<byte> buffer, Stream output)
    {
        buffer.ResetWrittenCount();
        WriteInt64(bucket.Minute, buffer);
        foreach (var figure in bucket.Coverage.Figures)
        {
            WriteInt64(figure, buffer);
        }
        foreach (var (key, cell) in bucket.Cells.OrderBy(pair => pair.Key))
        {
            SubjectSetCodec.WriteNumber((uint)key, buffer);
            SubjectSetCodec.WriteNumber((uint)Math.Min(cell.Sightings, uint.MaxValue), buffer);
            SubjectSetCodec.Write(cell.Subjects, buffer);
        }
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, buffer.WrittenCount);
        output.Write(length);
        output.Write(buffer.WrittenSpan);
    }

    /// <summary>Reads every bucket of a file into a sink.</summary>
    /// <exception cref="InvalidDataException">The file is cut or corrupt.</exception>
    public static long ReadAll(string path, int siteCount, int subjectCount, IBucketSink sink)
    {
        using var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        var head = new byte[4];
        var body = Array.Empty<byte>();
        long count = 0;
        while (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) is var read and > 0)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (read < head.Length || length < 8 + (8 * Coverage.FigureCount) || length > LongestBucket || length > input.Length - input.Position)
            {
                throw Corrupt(path, input.Position);
            }
            body = body.Length < length ? new byte[length] : body;
            if (input.ReadAtLeast(body.AsSpan(0, length), length, throwOnEndOfStream: false) < length || !TryRead(body.AsSpan(0, length), siteCount, subjectCount, out var bucket))
            {
                throw Corrupt(path, input.Position);
            }
            sink.Accept(bucket);
            count++;
        }
        return count;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, int siteCount, int subjectCount, out UsageBucket bucket)
    {
        bucket = new UsageBucket { Minute = BinaryPrimitives.ReadInt64LittleEndian(bytes) };
        if (bucket.Minute < Instant.MinValue.Minute || bucket.Minute > Instant.MaxValue.Minute)
        {
            return false;
        }
        bytes = bytes[8..];
        foreach (ref var figure in bucket.Coverage.Figures)
        {
            figure = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            bytes = bytes[8..];
            if (figure < 0)
            {
                return false;
            }
        }
        while (!bytes.IsEmpty)
        {
            var cell = new Cell();
            if (!SubjectSetCodec.TryReadNumber(ref bytes, out var key) || !CellKey.TryUnpack(key, siteCount, out _)
                || !SubjectSetCodec.TryReadNumber(ref bytes, out var sightings)
                || !SubjectSetCodec.TryRead(ref bytes, subjectCount, cell.Subjects) || !bucket.Cells.TryAdd((int)key, cell))
            {
                return false;
            }
            cell.Sightings = sightings;
        }
        return true;
    }

    private static InvalidDataException Corrupt(string path, long offset) => new($"{path}: corrupt or cut before offset {offset}");

    private static void WriteInt64(long value, ArrayBufferWriter<byte> buffer)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }
}
