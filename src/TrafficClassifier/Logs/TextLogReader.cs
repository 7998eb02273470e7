namespace TrafficClassifier.Logs;

/// <summary>A log of lines. A line that is not of the format of those before may be the first of another: then the reader changes over.</summary>
internal sealed class TextLogReader : LogReader
{
    private readonly LogLines _lines;
    private readonly LogFormats _formats;
    private LogFormat? _format;
    private bool _isFirst = true;

    public TextLogReader(string input, LogLines lines, LogFormats formats, LogFormat? format)
        : base(input)
    {
        _lines = lines;
        _formats = formats;
        _format = format;
    }

    public override string FormatName => _format?.Name ?? "unknown";

    public override long BytesRead => _lines.BytesRead;

    public override long Length => _lines.Length;

    private protected override long Offset => _lines.Offset;

    private protected override bool TryReadLine()
    {
        if (!_lines.TryRead(out var line, out var isTooLong))
        {
            return false;
        }
        Number++;
        if (_isFirst)
        {
            LogText.TryCutStart(ref line, "\ufeff"u8);
            _isFirst = false;
        }
        Count(isTooLong ? LineStatus.TooLong : line.Trim((byte)' ').IsEmpty ? LineStatus.Comment : Read(line));
        return true;
    }

    private LineStatus Read(ReadOnlySpan<byte> line)
    {
        var status = _format?.Read(line, Keep) ?? LineStatus.Foreign;
        if (status.Outcome != LineOutcome.Foreign || _formats.Find(line, _format) is not { } other)
        {
            return status;
        }
        Counters.FormatChanges += _format is null ? 0 : 1;
        _format = other;
        return other.Read(line, Keep);
    }

    private protected override void Dispose(bool isDisposing) => _lines.Dispose();
}
