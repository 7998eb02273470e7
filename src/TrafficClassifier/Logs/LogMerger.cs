using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>
/// Shows the records of several logs as one, merged by time; ties go by path. A line that is late in its log does not hold the others up:
/// it is due when the one before it was, and says itself when it was. A log is opened for good only when its first line is due.
/// </summary>
public sealed class LogMerger : IDisposable
{
    private readonly PriorityQueue<Source, (Instant Due, string Input)> _waiting = new(Comparer<(Instant Due, string Input)>.Create(
        (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : string.CompareOrdinal(a.Input, b.Input)));
    private readonly List<CaptureFault> _faults = [];
    private readonly List<Source> _sources = [];
    private readonly LogOptions _options;
    private readonly int _files;
    private Source? _current;

    /// <param name="options">What lines do not say.</param>
    /// <param name="files">How many inputs there are in all: of several, none is held open before it is due.</param>
    public LogMerger(LogOptions options, int files)
    {
        _options = options;
        _files = files;
    }

    /// <summary>The logs, in the order in which they were found: what was read of them so far.</summary>
    public IEnumerable<LogReader> Readers => _sources.Select(source => source.Reader);

    /// <summary>When the first line of each told of something.</summary>
    public IEnumerable<(string Input, long Length, Instant First)> Logs => _sources.Select(source => (source.Reader.Input, source.Length, source.First));

    /// <summary>What could not be read to its end.</summary>
    public IReadOnlyList<CaptureFault> Faults => _faults;

    public bool IsEmpty => _sources.Count == 0;

    public long BytesTotal => _sources.Sum(source => source.Length);

    public long BytesRead => _sources.Sum(source => source.IsOpened ? source.Reader.BytesRead : 0);

    /// <summary>When the current record is due: never before the one before it.</summary>
    public Instant Due => _current!.Due;

    public LogReader Current => _current!.Reader;

    public bool MoveNext()
    {
        if (_current is { } current)
        {
            Wait(current);
            _current = null;
        }
        while (_waiting.TryDequeue(out var due, out _))
        {
            if (due.IsOpened || Reopen(due))
            {
                _current = due;
                return true;
            }
        }
        return false;
    }

    public void Dispose() => _sources.ForEach(source => source.Reader.Dispose());

    /// <summary>Takes an input in, if it is a log.</summary>
    /// <param name="input">Its path.</param>
    /// <param name="source">Its bytes; disposed of where it is none.</param>
    /// <param name="reason">Why it is none, where more can be said than that.</param>
    internal bool TryTake(string input, IByteSource source, out string? reason)
    {
        if (LogOpener.TryOpen(input, source, _options, out reason) is not { } reader)
        {
            return false;
        }
        var log = new Source(reader) { Length = reader.Length, IsOpened = true };
        _sources.Add(log);
        if (!reader.MoveNext())
        {
            End(log);
            return true;
        }
        log.First = log.Due = reader.Time;
        if (reader.Length > 0 && _files > 1)
        {
            reader.Dispose();
            log.IsOpened = false;
        }
        _waiting.Enqueue(log, (log.Due, input));
        return true;
    }

    private void Wait(Source source)
    {
        if (!source.Reader.MoveNext())
        {
            End(source);
            return;
        }
        source.Due = source.Reader.Time > source.Due ? source.Reader.Time : source.Due;
        _waiting.Enqueue(source, (source.Due, source.Reader.Input));
    }

    /// <summary>A log that was only looked at is opened anew and stands at its first record again.</summary>
    private bool Reopen(Source source)
    {
        if (LogOpener.TryOpen(source.Reader.Input, _options, out var reason) is not { } reader)
        {
            _faults.Add(new CaptureFault(source.Reader.Input, 0, $"could be read a moment ago: {reason ?? "no log any more"}"));
            return false;
        }
        (source.Reader, source.IsOpened) = (reader, true);
        if (reader.MoveNext())
        {
            return true;
        }
        End(source);
        return false;
    }

    private void End(Source source)
    {
        if (source.Reader.Fault is { } fault)
        {
            _faults.Add(fault);
        }
        source.Reader.Dispose();
    }

    private sealed class Source(LogReader reader)
    {
        public LogReader Reader { get; set; } = reader;

        public long Length { get; init; }

        public bool IsOpened { get; set; }

        public Instant First { get; set; }

        /// <summary>The latest time seen in the log.</summary>
        public Instant Due { get; set; }
    }
}
