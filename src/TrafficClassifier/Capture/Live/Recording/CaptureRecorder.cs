namespace TrafficClassifier.Capture.Live.Recording;

/// <summary>
/// Writes the frames that pass by to pcapng files, and hands them on. Belongs to one thread, but for <see cref="State"/>. No trouble with
/// files leaves it: it is told in the state, frames are counted, and writing is tried again.
/// </summary>
public sealed class CaptureRecorder : IFrameHandler, IDisposable
{
    /// <summary>Between tries, by the frames' time.</summary>
    private const long RetrySeconds = 5;

    private const long TellNanoseconds = Instant.NanosecondsPerSecond / 5;

    private readonly RecorderOptions _options;
    private readonly Func<EngineCounters> _readCounters;
    private readonly IFrameHandler? _next;
    private readonly RecordingFolder _folder;
    private readonly byte[] _buffer = PcapngWriter.NewBuffer();

    private RecordingFile? _file;
    private LinkType _linkType = LinkType.Ethernet;
    private Instant _retryAt = Instant.MinValue;
    private bool _isFull;
    private long _recorded;
    private long _unrecorded;
    private long _bytes;
    private long _done;
    private Instant _told;
    private string? _problem;
    private volatile RecorderState _state = new(null, 0, 0, 0, 0, 0, null);

    /// <param name="readCounters">Of the engine whose frames come here: each file says what was lost during it.</param>
    /// <param name="next">Null: nobody.</param>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    public CaptureRecorder(RecorderOptions options, Func<EngineCounters> readCounters, IFrameHandler? next = null)
    {
        _options = options;
        _readCounters = readCounters;
        _next = next;
        _folder = new RecordingFolder(options.Folder, options.NamePrefix);
    }

    /// <summary>Not older than a fifth of a second.</summary>
    public RecorderState State => _state;

    private int MostFiles => _options.KeepFiles == 0 ? int.MaxValue : _options.KeepFiles - 1; // the one being written is kept, too

    public void Handle(scoped in CapturedFrame frame)
    {
        if (Record(frame))
        {
            _recorded++;
        }
        else
        {
            _unrecorded++;
        }
        _bytes += frame.OriginalLength;
        if ((ulong)(frame.Time.Nanoseconds - _told.Nanoseconds) > TellNanoseconds)
        {
            _told = frame.Time;
            Tell();
        }
        _next?.Handle(frame);
    }

    /// <summary>To be called while nothing comes: what waits goes to the file, and a file whose time is over is completed.</summary>
    public void Rest(Instant now)
    {
        _told = now;
        if (_file is { } file)
        {
            try
            {
                if (IsOver(file, now))
                {
                    Complete(now);
                }
                else
                {
                    file.Flush();
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                GiveUp(fault, now);
            }
        }
        Tell();
    }

    /// <summary>Completes the file; a single one is there even if nothing came.</summary>
    public void Dispose()
    {
        var now = _file?.Last ?? _told;
        try
        {
            if (_options.SingleFile is not null && _done == 0 && _problem is null)
            {
                _file ??= Begin(now);
            }
            Complete(now);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            GiveUp(fault, now);
        }
        Tell();
    }

    private bool Record(scoped in CapturedFrame frame)
    {
        if (_isFull || (_file is null && frame.Time < _retryAt && _retryAt != Instant.MinValue && !IsSteppedBack(frame.Time)))
        {
            return false;
        }
        var bytes = frame.Bytes.Length > _options.SnapLength ? frame.Bytes[.._options.SnapLength] : frame.Bytes;
        try
        {
            if (_file is { } old && (IsOver(old, frame.Time) || frame.LinkType != _linkType || !old.HasPlaceFor(bytes.Length, Limit)))
            {
                Complete(frame.Time);
                if (_options.SingleFile is not null)
                {
                    _isFull = true;
                    _problem = $"{_options.SingleFile}: complete, {_options.MostBytes} bytes are the most (--max-size): nothing more is recorded";
                    return false;
                }
            }
            _linkType = frame.LinkType;
            _file ??= Begin(frame.Time);
            _file.Write(bytes, frame.OriginalLength, frame.Time);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            GiveUp(fault, frame.Time);
            return false;
        }
    }

    private long Limit => _options.SingleFile is null ? _options.RotateBytes : _options.MostBytes;

    private bool IsOver(RecordingFile file, Instant now) =>
        _options is { SingleFile: null, RotateSeconds: > 0 } && now >= file.First.AddSeconds(_options.RotateSeconds);

    /// <summary>The clock was set: a time to try again that lies farther ahead than any wait is none.</summary>
    private bool IsSteppedBack(Instant now) => now.AddSeconds(2 * RetrySeconds) < _retryAt;

    private RecordingFile Begin(Instant time)
    {
        if (_options.SingleFile is null)
        {
            _folder.Trim(MostFiles, _options.MostBytes - _options.RotateBytes);
        }
        var path = _options.SingleFile is { } name ? Path.Combine(_options.Folder, name) : _folder.NextPath(time);
        var file = RecordingFile.Create(path, _options, _linkType, time, _readCounters(), _buffer);
        _problem = null;
        _retryAt = Instant.MinValue;
        return file;
    }

    private void Complete(Instant now)
    {
        if (_file is not { } file)
        {
            return;
        }
        file.Complete(now, _readCounters());
        _file = null;
        _done++;
        if (_options.SingleFile is null)
        {
            _folder.Add(file.Path);
        }
        Tell();
    }

    /// <summary>The file keeps what is whole in it.</summary>
    private void GiveUp(Exception fault, Instant now)
    {
        _problem = $"{_file?.Path ?? _options.Folder}: recording stopped: {fault.Message.ReplaceLineEndings(" ")} (frames are counted; tried again every {RetrySeconds} s)";
        _retryAt = now.AddSeconds(RetrySeconds);
        if (_file is { } file)
        {
            _file = null;
            var lost = file.Abandon(now, _readCounters());
            (_recorded, _unrecorded) = (_recorded - lost, _unrecorded + lost);
            if (File.Exists(file.Path))
            {
                _done++;
                if (_options.SingleFile is null)
                {
                    _folder.Add(file.Path);
                }
                else
                {
                    _isFull = true; // a second one of its name would take its place
                }
            }
        }
        Tell();
    }

    private void Tell() => _state = new RecorderState(_file?.Path, _done, _folder.Deleted, _recorded, _unrecorded, _bytes, _problem);
}
