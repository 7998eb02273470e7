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

    private const byte NoWorker = byte.MaxValue;

    /// <summary>Of the transport's header, behind the others.</summary>
    private const int HeadersLength = 64;

    /// <summary>What is copied at the most; the longest frame fits in any case.</summary>
    private const int CopyLength = 1 << 20;

    private readonly ushort[][] _own;
    private readonly int[] _ownCount;
    private readonly FrameSlot[] _slots = new FrameSlot[MostFrames];
    private readonly byte[][] _buffers = new byte[MostBuffers + 1][];
    private readonly SharedBlock?[] _blocks = new SharedBlock?[MostBuffers];
    private byte[]? _copies;
    private int _count;
    private int _buffersUsed;
    private int _copied;
    private int _users;

    /// <param name="workers">Who share it.</param>
    public FrameBatch(int workers)
    {
        _ownCount = new int[workers];
        _own = new ushort[workers][];
        for (var i = 0; i < workers; i++)
        {
            _own[i] = new ushort[MostFrames];
        }
    }

    public int Count => _count;

    /// <summary>The earliest time of a frame.</summary>
    public long Earliest { get; private set; }

    /// <summary>No frame is earlier than one in front of it.</summary>
    public bool IsOrdered { get; private set; }

    /// <summary>The latest time of a frame.</summary>
    public long Latest { get; private set; }

    /// <summary>Of the first frame; the others follow.</summary>
    public long FirstOrder { get; private set; }

    public ref readonly FrameSlot this[int index] => ref _slots[index];

    public void Begin(long firstOrder)
    {
        FirstOrder = firstOrder;
        (Earliest, Latest) = (long.MaxValue, long.MinValue);
        IsOrdered = true;
        _ownCount.AsSpan().Clear();
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
        Note(slot.Time);
        _own[worker][_ownCount[worker]++] = (ushort)_count;
        _count++;
        return true;
    }

    /// <summary>Takes in that there is something else in the order, at this time: no worker's.</summary>
    /// <returns>False: the batch is full.</returns>
    public bool TryAdd(Instant time)
    {
        if (_count == MostFrames)
        {
            return false;
        }
        ref var slot = ref _slots[_count++];
        slot = default;
        (slot.Time, slot.Worker) = (time.Nanoseconds, NoWorker);
        Note(slot.Time);
        return true;
    }

    private void Note(long time)
    {
        IsOrdered &= time >= Latest;
        (Earliest, Latest) = (Math.Min(Earliest, time), Math.Max(Latest, time));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CapturedFrame Frame(in FrameSlot slot) =>
        new(_buffers[slot.Buffer].AsSpan(slot.Offset, slot.Length), new Instant(slot.Time), new LinkType(slot.LinkType), slot.Number);

    /// <summary>Places of a worker's frames.</summary>
    public ReadOnlySpan<ushort> Own(int worker) => _own[worker].AsSpan(0, _ownCount[worker]);

    /// <summary>
    /// Looks at the headers of a few frames at once: another core read them in, and to wait for their bytes together costs what waiting for one
    /// does.
    /// </summary>
    /// <returns>Nothing of use; for the looks not to be left out.</returns>
    public int Touch(ReadOnlySpan<ushort> places)
    {
        var sum = 0;
        foreach (var place in places)
        {
            ref readonly var slot = ref _slots[place];
            if (slot.Length > HeadersLength)
            {
                var frame = _buffers[slot.Buffer].AsSpan(slot.Offset, HeadersLength + 1);
                sum += frame[0] + frame[HeadersLength];
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
