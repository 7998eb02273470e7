namespace TrafficClassifier.Capture.Live.Recording;

/// <summary>A file being recorded: called .part until it is complete.</summary>
internal sealed class RecordingFile
{
    private readonly FileStream _stream;
    private readonly PcapngWriter _writer;
    private readonly EngineCounters _before;

    private RecordingFile(string path, FileStream stream, PcapngWriter writer, Instant first, in EngineCounters before)
    {
        Path = path;
        _stream = stream;
        _writer = writer;
        First = Last = first;
        _before = before;
    }

    /// <summary>When complete.</summary>
    public string Path { get; }

    public Instant First { get; }

    public Instant Last { get; private set; }

    /// <exception cref="IOException">No file is left.</exception>
    public static RecordingFile Create(string path, RecorderOptions options, LinkType linkType, Instant time, in EngineCounters before, byte[] buffer)
    {
        var part = path + RecordingFolder.Unfinished;
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead; // it holds what people do
        }
        var stream = new FileStream(part, how);
        try
        {
            var writer = new PcapngWriter(stream, buffer);
            writer.WriteHeader(RecordingFolder.Application, options.Interface, linkType, options.SnapLength, options.Filter);
            writer.Flush();
            return new RecordingFile(path, stream, writer, time, before);
        }
        catch
        {
            stream.Dispose();
            File.Delete(part);
            throw;
        }
    }

    public bool HasPlaceFor(int bytes, long most) => _writer.Length + 32 + bytes + 128 <= most || _writer.FramesWritten + _writer.FramesWaiting == 0;

    public void Write(ReadOnlySpan<byte> frame, int originalLength, Instant time)
    {
        _writer.Write(frame, originalLength, time);
        Last = time > Last ? time : Last;
    }

    public void Flush() => _writer.Flush();

    /// <exception cref="IOException">Not all of it could be written: <see cref="Abandon"/> it.</exception>
    public void Complete(Instant now, in EngineCounters counters)
    {
        _writer.WriteStatistics(Statistics(now, counters, _writer.FramesWritten + _writer.FramesWaiting));
        _writer.Flush();
        _stream.Dispose();
        File.Move(Path + RecordingFolder.Unfinished, Path, overwrite: false);
    }

    /// <summary>Completes the file with what is whole in it, if the disk lets it.</summary>
    /// <returns>Frames that are not in it.</returns>
    public long Abandon(Instant now, in EngineCounters counters)
    {
        var lost = _writer.Discard();
        try
        {
            _stream.SetLength(_writer.Written);
            _stream.Position = _writer.Written;
            _writer.WriteStatistics(Statistics(now, counters, _writer.FramesWritten));
            _writer.Flush();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _writer.Discard(); // no place even for that
            Attempt(() => _stream.SetLength(_writer.Written));
        }
        Attempt(_stream.Dispose);
        Attempt(() => File.Move(Path + RecordingFolder.Unfinished, Path, overwrite: false));
        return lost;
    }

    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What is left is left with its .part, and completed by the next recorder.
        }
    }

    private PcapngStatistics Statistics(Instant now, in EngineCounters counters, long frames) =>
        new(First, now > Last ? now : Last, counters.Received - _before.Received, counters.Dropped - _before.Dropped, frames);
}
