using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>Opens an input as the log that its first lines say it is: gzip and zstd are taken off. Names do not matter.</summary>
public static class LogOpener
{
    internal const string Neither = "neither a capture (pcap, pcapng, snoop) nor a log of a known format, nor gzip or zstd of one";

    /// <summary>So much of an input is looked at.</summary>
    private const int HeadLength = 256 << 10;

    /// <summary>Opens a path, or standard input for "-".</summary>
    /// <param name="path">What to open.</param>
    /// <param name="options">What lines do not say.</param>
    /// <param name="reason">Why null came back, in one line.</param>
    internal static LogReader? TryOpen(string path, LogOptions options, out string? reason)
    {
        var source = CaptureOpener.TryOpenSource(path, null, out reason);
        return source is null ? null : TryOpen(path, source, options, out reason);
    }

    /// <summary>Opens a path, or standard input for "-", as the capture or the log that it is.</summary>
    /// <param name="path">What to open.</param>
    /// <param name="options">What lines do not say.</param>
    /// <param name="capture">It is one; null otherwise.</param>
    /// <param name="reason">Why neither came back, in one line.</param>
    /// <param name="isForeign">It could be read and is neither.</param>
    public static LogReader? TryOpen(string path, LogOptions options, out CaptureReader? capture, out string? reason, out bool isForeign)
    {
        capture = CaptureOpener.TryOpen(path, null, out reason, out var foreign);
        isForeign = false;
        if (foreign is null)
        {
            return null;
        }
        var log = TryOpen(path, foreign, options, out reason);
        isForeign = log is null;
        reason = log is null ? reason ?? Neither : null;
        return log;
    }

    /// <param name="input">Its path.</param>
    /// <param name="source">Its bytes; disposed where it is no log.</param>
    /// <param name="options">What lines do not say.</param>
    /// <param name="reason">Why null came back, in one line.</param>
    internal static LogReader? TryOpen(string input, IByteSource source, LogOptions options, out string? reason)
    {
        var lines = new LogLines(source);
        try
        {
            var head = lines.Peek(HeadLength);
            var formats = new LogFormats(new LogClock(options.Zone, LastChange(input), options.Year));
            if (DnstapReader.IsHead(head))
            {
                reason = null;
                return new DnstapReader(input, source);
            }
            var format = head.Contains((byte)0) ? null : formats.Detect(head);
            if (format is not null)
            {
                reason = null;
                return new TextLogReader(input, lines, formats, format);
            }
            reason = head.IsEmpty ? "empty" : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            reason = exception.Message;
        }
        lines.Dispose();
        return null;
    }

    private static Instant LastChange(string input)
    {
        var time = input != CaptureOpener.StandardInput && File.Exists(input) ? File.GetLastWriteTimeUtc(input) : DateTime.UtcNow;
        return new Instant((time - DateTime.UnixEpoch).Ticks * 100);
    }
}
