using System.Numerics;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// Lends buffers for unfinished messages, never more bytes than its budget, and takes them back for the next. Bytes are kept apart by
/// size, so that a short message never sits on the bytes of a long one.
/// </summary>
internal sealed class MessageBufferPool
{
    private const int SmallestBuffer = 4096;
    private readonly Stack<MessageBuffer> _spare = new();

    /// <summary>By size, each twice the one before.</summary>
    private readonly Stack<byte[]>[] _spareBytes;
    private readonly long _budget;
    private long _used;

    /// <param name="longestMessage">Bytes of one message at the most.</param>
    /// <param name="budget">Bytes of all buffers, lent and spare.</param>
    public MessageBufferPool(int longestMessage, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestMessage, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, (long)longestMessage + SmallestBuffer);
        LongestMessage = longestMessage;
        _budget = budget;
        _spareBytes = new Stack<byte[]>[SizeClass(longestMessage) + 1];
        for (var i = 0; i < _spareBytes.Length; i++)
        {
            _spareBytes[i] = new Stack<byte[]>();
        }
    }

    public int LongestMessage { get; }

    /// <summary>Bytes of all buffers, lent and spare.</summary>
    public long Used => _used;

    /// <returns>An empty buffer, or null when all bytes are lent: one of those must come back first.</returns>
    public MessageBuffer? TryRent()
    {
        if (TryTake(0) is not { } bytes)
        {
            return null;
        }
        if (!_spare.TryPop(out var buffer))
        {
            return new MessageBuffer(this, bytes);
        }
        buffer.Bytes = bytes;
        return buffer;
    }

    public void Return(MessageBuffer buffer)
    {
        _spareBytes[SizeClass(buffer.Bytes.Length)].Push(buffer.Bytes);
        buffer.Bytes = [];
        buffer.Clear();
        _spare.Push(buffer);
    }

    /// <summary>Grows a buffer until the length fits, at the cost of spare ones where the budget is used up.</summary>
    internal bool TryFit(MessageBuffer buffer, int length)
    {
        if (length <= buffer.Bytes.Length)
        {
            return true;
        }
        if (TryTake(SizeClass(length)) is not { } bytes)
        {
            return false;
        }
        buffer.Bytes.AsSpan(0, buffer.End).CopyTo(bytes);
        _spareBytes[SizeClass(buffer.Bytes.Length)].Push(buffer.Bytes);
        buffer.Bytes = bytes;
        return true;
    }

    private byte[]? TryTake(int sizeClass)
    {
        if (_spareBytes[sizeClass].TryPop(out var spare))
        {
            return spare;
        }
        var size = (int)Math.Min((long)SmallestBuffer << sizeClass, Math.Max(LongestMessage, SmallestBuffer));
        for (var i = _spareBytes.Length - 1; i >= 0; i--)
        {
            while (_used + size > _budget && _spareBytes[i].TryPop(out var dropped))
            {
                _used -= dropped.Length;
            }
        }
        if (_used + size > _budget)
        {
            return null;
        }
        _used += size;
        return new byte[size];
    }

    private static int SizeClass(int length) =>
        Math.Max(0, BitOperations.Log2((uint)length - 1) + 1 - BitOperations.Log2(SmallestBuffer));
}
