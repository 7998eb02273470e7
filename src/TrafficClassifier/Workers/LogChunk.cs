using System.Runtime.CompilerServices;

namespace TrafficClassifier.Workers;

/// <summary>A piece of a worker's log, handed over whole and given back when its records are counted.</summary>
internal sealed class LogChunk
{
    /// <summary>Some hundred records; a longer message makes its chunk as long as it is.</summary>
    public const int UsualLength = 64 << 10;

    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(UsualLength);

    /// <summary>Bytes in use.</summary>
    public int Length { get; private set; }

    /// <summary>Everything up to this order is told, here or before.</summary>
    public long Watermark { get; set; }

    /// <summary>The worker tells nothing more.</summary>
    public bool IsLast { get; set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        IsLast = false;
        if (_bytes.Length > UsualLength)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(UsualLength); // what one message needed, no other does
        }
    }

    /// <returns>False: the chunk is too full. An empty one takes anything.</returns>
    public bool TryReserve(int length, out Span<byte> bytes)
    {
        var padded = (length + 7) & ~7;
        if (_bytes.Length - Length < padded)
        {
            if (Length > 0)
            {
                bytes = default;
                return false;
            }
            _bytes = GC.AllocateUninitializedArray<byte>(padded);
        }
        bytes = _bytes.AsSpan(Length, length);
        Length += padded;
        return true;
    }

    /// <summary>The record at a place.</summary>
    public ref readonly ObservationRecord At(int place) => ref Unsafe.As<byte, ObservationRecord>(ref _bytes[place]);

    /// <summary>What follows a record's fixed part.</summary>
    public ReadOnlySpan<byte> TailAt(int place) => _bytes.AsSpan(place + Unsafe.SizeOf<ObservationRecord>(), At(place).TailLength);

    /// <summary>Where the record behind one begins.</summary>
    public int Behind(int place) => place + ((Unsafe.SizeOf<ObservationRecord>() + At(place).TailLength + 7) & ~7);
}
