namespace TrafficClassifier.Capture;

/// <summary>Blocks for readers that read ahead. As many as are in use at once; who uses them bounds that.</summary>
internal sealed class BlockPool
{
    /// <summary>Read at once: two fit into a core's cache.</summary>
    public const int ReadLength = 256 << 10;

    /// <summary>In front of what is read, for the beginning of a record that the block before ends in.</summary>
    public const int Room = 64 << 10;

    private readonly Stack<SharedBlock> _free = new();

    public BlockPool(bool isAhead) => IsAhead = isAhead;

    /// <summary>Blocks are read by a thread of their own, before they are wanted.</summary>
    public bool IsAhead { get; }

    /// <summary>A block with one user.</summary>
    public SharedBlock Rent()
    {
        SharedBlock? block;
        lock (_free)
        {
            _free.TryPop(out block);
        }
        block ??= new SharedBlock(Room + ReadLength, this);
        block.Hold();
        return block;
    }

    public void Return(SharedBlock block)
    {
        lock (_free)
        {
            _free.Push(block);
        }
    }
}
