using System.Text;

namespace TrafficClassifier.Identity.Leases;

/// <summary>The lines of a lease file, one at a time and never longer than <see cref="LongestLine"/>: longer ones are told and left out.</summary>
internal sealed class LeaseLines : IDisposable
{
    public const int LongestLine = 1 << 16;

    private readonly StreamReader _reader;
    private readonly FoundLeases _found;
    private readonly char[] _buffer = new char[LongestLine + 2];
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineLength;
    private bool _isUnread;
    private bool _isAtEnd;

    /// <summary>Bytes become characters of the same value: host names are not always text.</summary>
    public LeaseLines(Stream stream, FoundLeases found)
    {
        _reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        _found = found;
    }

    /// <summary>The number of the line just read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The line just read, without its end and the byte order mark of UTF-8.</summary>
    public ReadOnlySpan<char> Current
    {
        get
        {
            var line = _buffer.AsSpan(_lineStart, _lineLength).TrimEnd('\r');
            return Number == 1 && line.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? line[3..] : line;
        }
    }

    /// <summary>The line just read comes again.</summary>
    public void Unread() => _isUnread = true;

    /// <summary>The next line. It is gone with the one after.</summary>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        if (_isUnread || TryFind())
        {
            _isUnread = false;
            line = Current;
            return true;
        }
        line = default;
        return false;
    }

    private bool TryFind()
    {
        var isTooLong = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf('\n');
            if (length < 0 && _isAtEnd)
            {
                length = _end - _start;
                if (length == 0 && !isTooLong)
                {
                    return false;
                }
            }
            if (length >= 0)
            {
                (_lineStart, _lineLength) = (_start, length);
                _start = Math.Min(_start + length + 1, _end);
                Number++;
                if (!isTooLong)
                {
                    return true;
                }
                _found.Fail(Number, $"longer than {LongestLine} characters: not a line of a lease file");
                isTooLong = false;
                continue;
            }
            if (_end - _start > LongestLine)
            {
                isTooLong = true;
                _start = _end;
            }
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var count = _reader.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = count == 0;
        _end += count;
    }

    public void Dispose() => _reader.Dispose();
}
