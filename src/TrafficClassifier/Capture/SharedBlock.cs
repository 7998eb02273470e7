namespace TrafficClassifier.Capture;

/// <summary>Bytes of a file that several threads read; given back to its pool by the last one that needs them.</summary>
internal sealed class SharedBlock
{
    private readonly BlockPool? _pool;
    private int _users;

    /// <param name="length">Of the bytes.</param>
    /// <param name="pool">Null: a block for once.</param>
    public SharedBlock(int length, BlockPool? pool)
    {
        Bytes = GC.AllocateUninitializedArray<byte>(length);
        _pool = pool;
    }

    public byte[] Bytes { get; }

    /// <summary>How many of the bytes behind <see cref="BlockPool.Room"/> were read.</summary>
    public int Filled { get; set; }

    /// <summary>One more needs it, who is told of it by one that does.</summary>
    public void Hold() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _pool?.Return(this);
        }
    }
}
