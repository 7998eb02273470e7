using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>How coverage and cells are written. Numbers are base 128, low group first.</summary>
internal static class StoreBytes
{
    /// <summary>Outcomes and other figures each with their number: both may get more, at the end.</summary>
    public static void Write(Coverage coverage, IBufferWriter<byte> writer)
    {
        var figures = coverage.Figures;
        WriteAll(figures[..Coverage.OutcomeCount], writer);
        WriteAll(figures[Coverage.OutcomeCount..], writer);
    }

    /// <summary>Adds what was written to a coverage.</summary>
    public static void AddTo(Coverage coverage, ref ReadOnlySpan<byte> bytes)
    {
        AddAll(coverage.Figures[..Coverage.OutcomeCount], ref bytes);
        AddAll(coverage.Figures[Coverage.OutcomeCount..], ref bytes);
    }

    /// <summary>Sightings, length of the set, the set.</summary>
    public static void Write(Cell cell, ArrayBufferWriter<byte> set, IBufferWriter<byte> writer)
    {
        set.ResetWrittenCount();
        SubjectSetCodec.Write(cell.Subjects, set);
        Write(cell.Sightings, writer);
        Write(set.WrittenCount, writer);
        writer.Write(set.WrittenSpan);
    }

    public static StoredCell ReadCell(ref ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var sightings = ReadNumber(ref span);
        var length = ReadNumber(ref span);
        if (length < 0 || length > span.Length)
        {
            throw Damaged();
        }
        var set = bytes.Slice(bytes.Length - span.Length, (int)length);
        bytes = bytes[(bytes.Length - span.Length + (int)length)..];
        return new StoredCell(sightings, set);
    }

    public static void Write(long value, IBufferWriter<byte> writer)
    {
        var rest = (ulong)value;
        var span = writer.GetSpan(10);
        var at = 0;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        span[at++] = (byte)rest;
        writer.Advance(at);
    }

    public static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                return (long)value;
            }
        }
        throw Damaged();
    }

    public static long ReadNumber(ref ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        var value = ReadNumber(ref span);
        bytes = bytes[(bytes.Length - span.Length)..];
        return value;
    }

    public static InvalidDataException Damaged() => new("damaged: what is stored cannot be read");

    private static void WriteAll(ReadOnlySpan<long> figures, IBufferWriter<byte> writer)
    {
        Write(figures.Length, writer);
        foreach (var figure in figures)
        {
            Write(figure, writer);
        }
    }

    private static void AddAll(Span<long> figures, ref ReadOnlySpan<byte> bytes)
    {
        var count = ReadNumber(ref bytes);
        if (count < 0 || count > figures.Length)
        {
            throw Damaged();
        }
        for (var i = 0; i < count; i++)
        {
            figures[i] += ReadNumber(ref bytes);
        }
    }
}
