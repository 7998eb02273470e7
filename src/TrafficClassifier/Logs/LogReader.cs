using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>
/// Reads what the lines of one log tell, in their order. <see cref="MoveNext"/>, then <see cref="Tell"/>; after false,
/// <see cref="Fault"/> says whether the log ended or broke. No line is an exception.
/// </summary>
public abstract class LogReader : IDisposable
{
    /// <summary>Bad lines that are kept to be told.</summary>
    public const int MostBadLines = 5;

    /// <summary>Seconds that a line may be told after what it tells of, and still find who it was: a tunnel that was open for a day.</summary>
    public const long LongestLag = 86_400;

    private readonly List<BadLine> _badLines = [];
    private bool _isDisposed;

    private protected LogReader(string input)
    {
        Input = input;
        Keep = Records.Add;
    }

    /// <summary>The path as given, or "-".</summary>
    public string Input { get; }

    /// <summary>Of the current line, for a person.</summary>
    public abstract string FormatName { get; }

    public LogCounters Counters { get; } = new();

    /// <summary>The first lines that could not be read.</summary>
    public IReadOnlyList<BadLine> BadLines => _badLines;

    public CaptureFault? Fault { get; private set; }

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private protected set; }

    /// <summary>When what the current line tells began.</summary>
    public Instant Time => Records.Time;

    public abstract long BytesRead { get; }

    /// <summary>Bytes of the input as stored; 0 where that cannot be known before its end.</summary>
    public abstract long Length { get; }

    internal RecordBuffer Records { get; } = new();

    private protected LogRecordHandler Keep { get; }

    private protected abstract long Offset { get; }

    /// <summary>Goes to the next line that tells of something. What breaks becomes <see cref="Fault"/>.</summary>
    public bool MoveNext()
    {
        try
        {
            while (Fault is null)
            {
                Records.Clear();
                if (!TryReadLine())
                {
                    return false;
                }
                if (Records.Count > 0)
                {
                    Counters.Sightings += Records.Sightings;
                    Counters.Bindings += Records.Count - Records.Sightings;
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Break(exception.Message);
        }
        return false;
    }

    /// <summary>Tells what the current line tells.</summary>
    public void Tell(LogRecordHandler handler) => RecordBuffer.Tell(Records.Bytes, handler);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            Dispose(true);
            _isDisposed = true;
        }
        GC.SuppressFinalize(this);
    }

    private protected abstract void Dispose(bool isDisposing);

    /// <returns>False: the input has ended.</returns>
    private protected abstract bool TryReadLine();

    private protected void Break(string reason) => Fault = new CaptureFault(Input, Offset, reason);

    private protected void Count(LineStatus status)
    {
        var outcome = status.Outcome == LineOutcome.Foreign ? LineOutcome.Malformed : status.Outcome;
        Counters.Count(outcome);
        if (outcome is LineOutcome.Malformed or LineOutcome.TooLong && _badLines.Count < MostBadLines)
        {
            _badLines.Add(new BadLine(Number, outcome == LineOutcome.TooLong ? "longer than 1 MiB" : status.Reason ?? "of no known format"));
        }
    }
}
