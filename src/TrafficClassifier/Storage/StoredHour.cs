using System.Buffers;
using System.Runtime.InteropServices;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>An hour of one source, minute by minute.</summary>
internal sealed class StoredHour
{
    public const int Minutes = 60;

    private readonly Dictionary<int, StoredCell[]> _cells = [];

    /// <summary>Null where the source has none.</summary>
    public StoredMinute?[] States { get; } = new StoredMinute?[Minutes];

    public IReadOnlyDictionary<int, StoredCell[]> Cells => _cells;

    public void ReadStates(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var (offset, minute) = StoredMinute.Read(ref bytes);
            States[offset] = minute;
        }
    }

    public void ReadCell(int key, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var offset = StoreBytes.ReadNumber(ref bytes);
            if (offset is < 0 or >= Minutes)
            {
                throw StoreBytes.Damaged();
            }
            Set(key, (int)offset, StoreBytes.ReadCell(ref bytes));
        }
    }

    /// <summary>Puts a newer minute into the place of an older one.</summary>
    public void Replace(int offset, StoredMinute? state, ReadOnlyMemory<byte> cells)
    {
        States[offset] = state;
        foreach (var minutes in _cells.Values)
        {
            minutes[offset] = default;
        }
        while (!cells.IsEmpty)
        {
            var key = (int)StoreBytes.ReadNumber(ref cells);
            Set(key, offset, StoreBytes.ReadCell(ref cells));
        }
    }

    public byte[] WriteStates()
    {
        var writer = new ArrayBufferWriter<byte>();
        for (var offset = 0; offset < Minutes; offset++)
        {
            States[offset]?.Write(offset, writer);
        }
        return writer.WrittenSpan.ToArray();
    }

    public static byte[] WriteCell(StoredCell[] minutes)
    {
        var writer = new ArrayBufferWriter<byte>();
        for (var offset = 0; offset < Minutes; offset++)
        {
            if (!minutes[offset].IsNone)
            {
                StoreBytes.Write(offset, writer);
                StoreBytes.Write(minutes[offset].Sightings, writer);
                StoreBytes.Write(minutes[offset].Set.Length, writer);
                writer.Write(minutes[offset].Set.Span);
            }
        }
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Adds one minute to a bucket.</summary>
    /// <param name="offset">Which.</param>
    /// <param name="bucket">Of that minute, or of several.</param>
    /// <param name="limit">Subjects of the store.</param>
    public void AddTo(UsageBucket bucket, int offset, int limit)
    {
        if (States[offset] is not { } state)
        {
            return;
        }
        state.AddTo(bucket.Coverage);
        bucket.Unclosed |= state.IsClosed ? 0 : 1;
        foreach (var (key, minutes) in _cells)
        {
            if (!minutes[offset].IsNone)
            {
                minutes[offset].AddTo(CellOf(bucket, key), limit);
            }
        }
    }

    public static Cell CellOf(UsageBucket bucket, int key)
    {
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(bucket.Cells, key, out _);
        return cell ??= new Cell();
    }

    private void Set(int key, int offset, StoredCell cell)
    {
        ref var minutes = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, key, out _);
        minutes ??= new StoredCell[Minutes];
        minutes[offset] = cell;
    }
}
