using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TrafficClassifier.Capture;

/// <summary>
/// Reads a file in blocks that other threads may go on reading when this source has moved on, and reads the next ones meanwhile: the
/// kernel's copy is half of what a frame costs.
/// </summary>
internal sealed class AheadByteSource : IByteSource
{
    private const int BlocksAhead = 3;

    private readonly FileStream _file;
    private readonly BlockPool _pool;
    private readonly BlockingCollection<SharedBlock> _ahead = new(BlocksAhead);
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;
    private ExceptionDispatchInfo? _failure;
    private SharedBlock _block;
    private int _start = BlockPool.Room;
    private int _end = BlockPool.Room;
    private long _position;
    private bool _hasEnded;

    /// <param name="file">A regular file, owned: disposed with this source.</param>
    /// <param name="pool">Gives the blocks.</param>
    public AheadByteSource(FileStream file, BlockPool pool)
    {
        _file = file;
        _pool = pool;
        Length = file.Length;
        _block = pool.Rent();
    }

    public long BytesRead { get; private set; }

    public long Length { get; }

    public SharedBlock? Block => _block;

    public ArraySegment<byte> Advance(int consumed, int wanted)
    {
        _start += consumed;
        while (_end - _start < wanted && Next() is { } next)
        {
            Join(next);
        }
        return new ArraySegment<byte>(_block.Bytes, _start, _end - _start);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _thread?.Join();
        while (_ahead.TryTake(out var block))
        {
            block.Release();
        }
        _block.Release();
        _file.Dispose();
        _ahead.Dispose();
        _stop.Dispose();
    }

    /// <summary>Puts what is left of the last block, a part of one record, in front of the next.</summary>
    private void Join(SharedBlock next)
    {
        var left = _block.Bytes.AsSpan(_start, _end - _start);
        if (left.Length > BlockPool.Room)
        {
            var large = new SharedBlock(BlockPool.Room + left.Length + next.Filled, null);
            next.Bytes.AsSpan(BlockPool.Room, next.Filled).CopyTo(large.Bytes.AsSpan(BlockPool.Room + left.Length));
            large.Filled = left.Length + next.Filled;
            left.CopyTo(large.Bytes.AsSpan(BlockPool.Room));
            large.Hold();
            next.Release();
            (next, _start) = (large, BlockPool.Room);
        }
        else
        {
            _start = BlockPool.Room - left.Length;
            left.CopyTo(next.Bytes.AsSpan(_start));
        }
        _end = BlockPool.Room + next.Filled;
        _block.Release();
        _block = next;
    }

    private SharedBlock? Next()
    {
        if (_hasEnded)
        {
            return null;
        }
        SharedBlock? next;
        if (!_pool.IsAhead || _position < BlockPool.ReadLength)
        {
            next = Read(); // most files are small: those need no thread
        }
        else
        {
            if (_thread is null)
            {
                _thread = new Thread(ReadAhead) { IsBackground = true, Name = "read ahead" };
                _thread.Start();
            }
            if (!_ahead.TryTake(out next, Timeout.Infinite))
            {
                _failure?.Throw();
            }
        }
        _hasEnded = next is null;
        BytesRead += next?.Filled ?? 0;
        return next;
    }

    private void ReadAhead()
    {
        try
        {
            while (Read() is { } block)
            {
                _ahead.Add(block, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failure = ExceptionDispatchInfo.Capture(exception);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        _ahead.CompleteAdding();
    }

    private SharedBlock? Read()
    {
        var block = _pool.Rent();
        block.Filled = RandomAccess.Read(_file.SafeFileHandle, block.Bytes.AsSpan(BlockPool.Room, BlockPool.ReadLength), _position);
        _position += block.Filled;
        if (block.Filled > 0)
        {
            return block;
        }
        block.Release();
        return null;
    }
}
