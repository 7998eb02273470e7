using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>The lines of an input, in place, without their ends (LF or CR LF). What stands behind the last end is a line too.</summary>
internal sealed class LogLines(IByteSource source) : IDisposable
{
    /// <summary>Longer is no line of a log.</summary>
    public const int LongestLine = 1 << 20;

    private ArraySegment<byte> _window;
    private int _consumed;
    private bool _hasEnded;

    public long BytesRead => source.BytesRead;

    public long Length => source.Length;

    /// <summary>Bytes of the input before the current line, as they are without compression.</summary>
    public long Offset { get; private set; }

    /// <param name="line">Good until the next is read; of one that is too long, nothing.</param>
    /// <param name="isTooLong">It was passed over.</param>
    /// <returns>False: the input has ended.</returns>
    /// <exception cref="IOException">The input failed.</exception>
    /// <exception cref="InvalidDataException">Compressed data is corrupt or ends too early.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        isTooLong = false;
        var searched = 0;
        while (true)
        {
            var rest = _window.AsSpan(_consumed);
            var end = rest[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = Take(rest[..(searched + end)], searched + end + 1, isTooLong);
                isTooLong |= searched + end > LongestLine;
                return true;
            }
            if (_hasEnded)
            {
                line = rest.IsEmpty ? default : Take(rest, rest.Length, isTooLong);
                isTooLong |= rest.Length > LongestLine;
                return !rest.IsEmpty || isTooLong;
            }
            searched = rest.Length;
            if (searched > LongestLine)
            {
                isTooLong = true;
                (_consumed, searched) = (_window.Count, 0);
                Offset += rest.Length;
            }
            Refill(searched);
        }
    }

    /// <summary>The first bytes, while nothing was read: a line of them may be cut.</summary>
    public ReadOnlySpan<byte> Peek(int length)
    {
        if (_window.Count < length && !_hasEnded)
        {
            Refill(length - 1);
        }
        return _window.AsSpan(_consumed, Math.Min(length, _window.Count - _consumed));
    }

    public void Dispose() => source.Dispose();

    private void Refill(int kept)
    {
        _window = source.Advance(_consumed, kept + 1);
        _consumed = 0;
        _hasEnded = _window.Count <= kept;
    }

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> line, int length, bool isTooLong)
    {
        _consumed += length;
        Offset += length;
        return isTooLong || line.Length > LongestLine ? default : !line.IsEmpty && line[^1] == '\r' ? line[..^1] : line;
    }
}
