using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>What is known of a source's minute beside its cells.</summary>
/// <param name="Sequence">Of the delivery that stands.</param>
/// <param name="IsClosed">The minute was over.</param>
/// <param name="Coverage">As <see cref="StoreBytes"/> writes it.</param>
internal sealed record StoredMinute(long Sequence, bool IsClosed, ReadOnlyMemory<byte> Coverage)
{
    public void Write(int offset, IBufferWriter<byte> writer)
    {
        StoreBytes.Write(offset, writer);
        StoreBytes.Write(Sequence, writer);
        StoreBytes.Write(IsClosed ? 1 : 0, writer);
        StoreBytes.Write(Coverage.Length, writer);
        writer.Write(Coverage.Span);
    }

    public static (int Offset, StoredMinute Minute) Read(ref ReadOnlyMemory<byte> bytes)
    {
        var offset = StoreBytes.ReadNumber(ref bytes);
        var sequence = StoreBytes.ReadNumber(ref bytes);
        var isClosed = StoreBytes.ReadNumber(ref bytes) != 0;
        var length = StoreBytes.ReadNumber(ref bytes);
        if (offset is < 0 or >= StoredHour.Minutes || length < 0 || length > bytes.Length)
        {
            throw StoreBytes.Damaged();
        }
        var minute = new StoredMinute(sequence, isClosed, bytes[..(int)length]);
        bytes = bytes[(int)length..];
        return ((int)offset, minute);
    }

    public void AddTo(Coverage coverage)
    {
        var bytes = Coverage.Span;
        StoreBytes.AddTo(coverage, ref bytes);
    }
}
