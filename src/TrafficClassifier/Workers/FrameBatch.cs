using System.Runtime.CompilerServices;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Workers;

/// <summary>
/// Frames in their order, of all workers: each takes its own, and of the others' sees when they were, for time must go on for all alike. Frames
/// of plain files stay in the blocks they were read into; others are copied.
/// </summary>
internal sealed class FrameBatch
{
    private const int MostFrames = 8192, MostBuffers = 8;

    /// <summary>As many as a core waits for at once.</summary>
    public const int FramesTouched = 16;

    /// <summary>What is copied at the most; the longest frame fits in any case.</summary>
    private const int CopyLength = 1 << 20;

    private readonly FrameSlot[] _slots = new FrameSlot[MostFrames];
    private readonly byte[][] _buffers = new byte[MostBuffers + 1][];
    private readonly SharedBlock?[] _blocks = new SharedBlock?[MostBuffers];
    private byte[]? _copies;
    private int _count;
    private int _buffersUsed;
    private int _copied;
    private int _users;

    public int Count => _count;

    /// <summary>The earliest time of a frame.</summary>
    public long Earliest { get; private set; }

    /// <summary>Of the first frame; the others follow.</summary>
    public long FirstOrder { get; private set; }

    public ref readonly FrameSlot this[int index] => ref _slots[index];

    public void Begin(long firstOrder)
    {
        FirstOrder = firstOrder;
        Earliest = long.MaxValue;
        _count = _copied = _buffersUsed = 0;
    }

    /// <summary>Takes a capture's current frame in.</summary>
    /// <returns>False: the batch is full.</returns>
    public bool TryAdd(CaptureReader reader, byte worker)
    {
        if (_count == MostFrames)
        {
            return false;
        }
        var place = reader.Place;
        ref var slot = ref _slots[_count];
        if (reader.Block is { } block)
        {
            if (_buffersUsed == 0 || _blocks[_buffersUsed - 1] != block)
            {
                if (_buffersUsed == MostBuffers)
                {
                    return false;
                }
                block.Hold();
                (_blocks[_buffersUsed], _buffers[_buffersUsed]) = (block, block.Bytes);
                _buffersUsed++;
            }
            (slot.Buffer, slot.Offset) = ((ushort)(_buffersUsed - 1), place.Offset);
        }
        else
        {
            _buffers[MostBuffers] = _copies ??= new byte[CopyLength];
            if (_copies.Length - _copied < place.Count)
            {
                return false;
            }
            place.AsSpan().CopyTo(_copies.AsSpan(_copied));
            (slot.Buffer, slot.Offset) = (MostBuffers, _copied);
            _copied += place.Count;
        }
        (slot.Time, slot.Number, slot.Length) = (reader.Time.Nanoseconds, reader.Number, place.Count);
        (slot.LinkType, slot.Worker) = (reader.FrameLinkType.Value, worker);
        Earliest = Math.Min(Earliest, slot.Time);
        _count++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CapturedFrame Frame(in FrameSlot slot) =>
        new(_buffers[slot.Buffer].AsSpan(slot.Offset, slot.Length), new Instant(slot.Time), new LinkType(slot.LinkType), slot.Number);

    /// <summary>
    /// Looks at the headers of a few of a worker's frames at once: another core read them in, and to wait for their bytes together costs what
    /// waiting for one does.
    /// </summary>
    /// <returns>Nothing of use; for the looks not to be left out.</returns>
    public int Touch(int start, byte worker)
    {
        var sum = 0;
        for (var i = start; i < Math.Min(start + FramesTouched, _count); i++)
        {
            ref readonly var slot = ref _slots[i];
            if (slot.Worker == worker && slot.Length > 0)
            {
                var buffer = _buffers[slot.Buffer];
                sum += buffer[slot.Offset] + buffer[slot.Offset + Math.Min(64, slot.Length - 1)];
            }
        }
        return sum;
    }

    /// <summary>So many read it from now on.</summary>
    public void Share(int users) => _users = users;

    /// <returns>True: that was the last one.</returns>
    public bool Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return false;
        }
        for (var i = 0; i < _buffersUsed; i++)
        {
            _blocks[i]!.Release();
            _blocks[i] = null;
        }
        return true;
    }
}
