namespace TrafficClassifier.Capture;

/// <summary>
/// Reads the frames of one capture in order. <see cref="MoveNext"/>, then <see cref="Current"/>; after false, <see cref="Fault"/> tells
/// whether the capture ended or broke.
/// </summary>
public abstract class CaptureReader : IDisposable
{
    /// <summary>The longest record that is believed: libpcap's own limit. Longer is corruption, not a frame.</summary>
    private protected const int LongestFrame = 262_144;

    private readonly IByteSource _source;
    private byte[] _buffer = [];
    private int _windowStart;
    private int _at;
    private int _end;
    private long _windowOffset;
    private int _frameStart;
    private int _frameLength;

    private protected CaptureReader(string input, IByteSource source)
    {
        Input = input;
        _source = source;
    }

    /// <summary>The path as given, or "-".</summary>
    public string Input { get; }

    public CaptureFault? Fault { get; private set; }

    public long BytesRead => _source.BytesRead;

    /// <summary>Bytes of the input as stored; 0 where that cannot be known before its end.</summary>
    public long Length => _source.Length;

    /// <summary>Frames that the capturing program says it lost (pcapng interface statistics).</summary>
    public virtual long Dropped => 0;

    /// <summary>Time of the current frame.</summary>
    public Instant Time { get; private protected set; }

    /// <summary>Number of the current frame in this capture, from 1.</summary>
    public long Number { get; private protected set; }

    private protected LinkType LinkType { get; set; }

    /// <summary>Of the current frame.</summary>
    internal LinkType FrameLinkType => LinkType;

    public CapturedFrame Current => new(new ReadOnlySpan<byte>(_buffer, _frameStart, _frameLength), Time, LinkType, Number);

    /// <summary>Where the current frame lies.</summary>
    internal ArraySegment<byte> Place => new(_buffer, _frameStart, _frameLength);

    /// <summary>What to hold for the current frame to stay; null: it must be copied.</summary>
    internal SharedBlock? Block => _source.Block;

    /// <summary>Goes to the next frame. No exception leaves it: what breaks becomes <see cref="Fault"/>.</summary>
    public bool MoveNext()
    {
        try
        {
            return Fault is null && TryReadFrame();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Break(exception.Message);
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract bool TryReadFrame();

    private protected ReadOnlySpan<byte> Window => new(_buffer, _at, _end - _at);

    private protected long Offset => _windowOffset + (_at - _windowStart);

    /// <summary>Makes sure that <paramref name="count"/> bytes stand in the window; false when the input ends before.</summary>
    private protected bool Ensure(int count) => _end - _at >= count || Refill(count);

    private protected void Consume(int count) => _at += count;

    /// <summary>Passes over bytes that need not be looked at, however many; false when the input ends before.</summary>
    private protected bool Skip(long count)
    {
        while (count > 0)
        {
            if (_end == _at && !Refill(1))
            {
                return false;
            }
            var step = (int)Math.Min(count, _end - _at);
            _at += step;
            count -= step;
        }
        return true;
    }

    /// <summary>Makes the bytes at <paramref name="start"/> of the window the current frame and moves behind the record.</summary>
    private protected void SetFrame(int start, int length, int recordLength)
    {
        _frameStart = _at + start;
        _frameLength = length;
        _at += recordLength;
        Number++;
    }

    /// <summary>Bytes of a frame without its check sequence, which stands at the end of the original frame and may be cut off in part.</summary>
    private protected static int WithoutFrameCheck(uint captured, uint original, int frameCheckLength) =>
        frameCheckLength > 0 && original >= captured ? (int)Math.Min(captured, Math.Max(0, original - frameCheckLength)) : (int)captured;

    /// <returns>False, for the caller to return.</returns>
    private protected bool Break(string reason) => Break(reason, Offset);

    private protected bool Break(string reason, long offset)
    {
        Fault = new CaptureFault(Input, offset, reason);
        return false;
    }

    private bool Refill(int wanted)
    {
        var offset = Offset;
        var window = _source.Advance(_at - _windowStart, wanted);
        _buffer = window.Array!;
        _windowStart = _at = window.Offset;
        _end = window.Offset + window.Count;
        _windowOffset = offset;
        return window.Count >= wanted;
    }
}
