using System.Numerics;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>Lends buffers for unfinished messages, never more bytes than its budget, and takes them back for the next.</summary>
internal sealed class MessageBufferPool
{
    private const int SmallestBuffer = 4096;
    private readonly Stack<MessageBuffer> _spare = new();
    private readonly long _budget;
    private long _used;

    /// <param name="longestMessage">Bytes of one message at the most.</param>
    /// <param name="budget">Bytes of all buffers, lent and spare.</param>
    public MessageBufferPool(int longestMessage, long budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longestMessage, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, longestMessage + SmallestBuffer);
        LongestMessage = longestMessage;
        _budget = budget;
    }

    public int LongestMessage { get; }

    /// <summary>Bytes of all buffers.</summary>
    public long Used => _used;

    /// <returns>An empty buffer, or null when all bytes are lent: one of those must come back first.</returns>
    public MessageBuffer? TryRent()
    {
        if (_spare.TryPop(out var spare))
        {
            return spare;
        }
        if (_used + SmallestBuffer > _budget)
        {
            return null;
        }
        _used += SmallestBuffer;
        return new MessageBuffer(this, new byte[SmallestBuffer]);
    }

    public void Return(MessageBuffer buffer)
    {
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
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)length);
        var more = size - buffer.Bytes.Length;
        while (_used + more > _budget && _spare.TryPop(out var spare))
        {
            _used -= spare.Bytes.Length;
        }
        if (_used + more > _budget)
        {
            return false;
        }
        var bytes = new byte[size];
        buffer.Bytes.AsSpan(0, buffer.End).CopyTo(bytes);
        buffer.Bytes = bytes;
        _used += more;
        return true;
    }
}
