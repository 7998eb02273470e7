using System.Buffers;
using TrafficClassifier.Capture;

namespace TrafficClassifier.Workers;

/// <summary>
/// Frames on their way from the reading thread to the workers, all of which look through it. The blocks that the frames lie in go back when
/// the last worker is done; workers take batches in order, so that those of earlier batches are done too.
/// </summary>
internal sealed class FrameBatch
{
    public const int Capacity = 1024;

    /// <summary>Bytes of frames after which a batch goes: about what the caches of a core hold.</summary>
    private const long MostBytes = 512 * 1024;

    private readonly FrameEntry[] _entries = new FrameEntry[Capacity];
    private readonly List<byte[]> _retired = [];
    private byte[] _copies = [];
    private int _copied;
    private long _bytes;
    private int _working;

    /// <summary>Number of its first frame among those of all captures, from 0.</summary>
    public long First { get; private set; }

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity || _bytes >= MostBytes;

    public ref readonly FrameEntry this[int index] => ref _entries[index];

    public void Begin(long first, int workers)
    {
        First = first;
        Count = 0;
        _bytes = 0;
        _copied = 0;
        _working = workers;
    }

    /// <summary>Adds a frame that stays where it is until its block is retired.</summary>
    public void Add(scoped in CapturedFrame frame, byte[] block, int start, int worker)
    {
        _entries[Count++] = new FrameEntry
        {
            Block = block,
            Start = start,
            Length = frame.Bytes.Length,
            Time = frame.Time,
            Number = frame.Number,
            LinkType = frame.LinkType,
            Worker = (byte)worker,
        };
        _bytes += frame.Bytes.Length;
    }

    /// <summary>Adds a frame whose bytes will not stay.</summary>
    public void AddCopy(scoped in CapturedFrame frame, int worker)
    {
        if (_copied + frame.Bytes.Length > _copies.Length)
        {
            if (_copies.Length > 0)
            {
                _retired.Add(_copies);
            }
            _copies = ArrayPool<byte>.Shared.Rent(Math.Max((int)MostBytes, frame.Bytes.Length));
            _copied = 0;
        }
        frame.Bytes.CopyTo(_copies.AsSpan(_copied));
        Add(frame, _copies, _copied, worker);
        _copied += frame.Bytes.Length;
    }

    /// <summary>The block is not read from any more, but frames of this batch and those before may lie in it.</summary>
    public void Retire(byte[] block) => _retired.Add(block);

    /// <summary>One worker is done with it.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Leave()
    {
        if (Interlocked.Decrement(ref _working) > 0)
        {
            return false;
        }
        foreach (var block in _retired)
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        _retired.Clear();
        return true;
    }
}
