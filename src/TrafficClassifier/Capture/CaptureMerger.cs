using TrafficClassifier.Logs;

namespace TrafficClassifier.Capture;

/// <summary>
/// Shows the frames of several captures as one, merged by time, so that the order of the arguments does not matter; ties go by path.
/// A capture is opened for good only when its first frame is due, so a folder of rotated files holds one or two open at a time.
/// Frames of one capture stay in its order even where its clock went back.
/// </summary>
public sealed class CaptureMerger : IDisposable
{
    private readonly PriorityQueue<Source, (Instant Due, string Input)> _waiting = new(Comparer<(Instant Due, string Input)>.Create(
        (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : string.CompareOrdinal(a.Input, b.Input)));
    private readonly List<CaptureFault> _faults = [];
    private readonly List<string> _skipped = [];
    private readonly List<(string Input, long Length, Instant First)> _captures = [];
    private readonly BlockPool? _blocks;
    private readonly LogMerger? _logs;
    private Source? _current;
    private (Instant Due, string Input) _next = (Instant.MaxValue, "");
    private long _bytesOfOthers;

    /// <param name="inputs">What to read.</param>
    public CaptureMerger(CaptureInputs inputs)
        : this(inputs, null)
    {
    }

    /// <param name="inputs">What to read.</param>
    /// <param name="blocks">Plain files are read ahead, into blocks of these.</param>
    /// <param name="logs">Takes what is no capture, if it is a log.</param>
    internal CaptureMerger(CaptureInputs inputs, BlockPool? blocks, LogMerger? logs = null)
    {
        _blocks = blocks;
        _logs = logs;
        foreach (var file in inputs.Missing)
        {
            _faults.Add(new CaptureFault(file, 0, "no such file or folder"));
        }
        foreach (var file in inputs.Files)
        {
            Wait(file, inputs);
        }
        SetNext();
    }

    /// <summary>What could not be read, or not to its end.</summary>
    public IReadOnlyList<CaptureFault> Faults => _faults;

    /// <summary>Files below folders that are no captures.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>Frames that the capturing programs say they lost.</summary>
    public long Dropped { get; private set; }

    /// <summary>Captures that gave at least one frame: name, length in bytes, time of the first frame.</summary>
    public IReadOnlyList<(string Input, long Length, Instant First)> Captures => _captures;

    /// <summary>Bytes to read in all, as stored, without the inputs whose length cannot be known (pipes).</summary>
    public long BytesTotal { get; private set; }

    public long BytesRead => _bytesOfOthers + (_current?.Reader?.BytesRead ?? 0);

    /// <summary>When the current frame is due: never before the one before it.</summary>
    internal Instant Due => _current!.Due;

    public CapturedFrame Current => _current!.Reader!.Current;

    /// <summary>Of the capture whose frame is current.</summary>
    internal CaptureReader CurrentReader => _current!.Reader!;

    public bool MoveNext()
    {
        if (_current is { } current)
        {
            if (current.Reader!.MoveNext())
            {
                current.Due = current.Reader.Time > current.Due ? current.Reader.Time : current.Due;
                if (current.Due < _next.Due)
                {
                    return true;
                }
                _bytesOfOthers += current.Reader.BytesRead;
                _waiting.Enqueue(current, (current.Due, current.Input));
            }
            else
            {
                End(current);
            }
            _current = null;
        }
        while (_waiting.TryDequeue(out var due, out _))
        {
            if (due.Reader is not null)
            {
                _bytesOfOthers -= due.Reader.BytesRead;
            }
            else if (!Reopen(due))
            {
                continue;
            }
            _current = due;
            SetNext();
            return true;
        }
        SetNext();
        return false;
    }

    public void Dispose()
    {
        _current?.Reader?.Dispose();
        foreach (var (source, _) in _waiting.UnorderedItems)
        {
            source.Reader?.Dispose();
        }
    }

    private void SetNext() => _next = _waiting.TryPeek(out _, out var due) ? due : (Instant.MaxValue, "");

    /// <summary>Looks when the first frame of a file is due.</summary>
    private void Wait(string file, CaptureInputs inputs)
    {
        var source = new Source(file);
        if (CaptureOpener.TryOpen(file, _blocks, out var reason, out IByteSource? foreign) is not { } reader)
        {
            Leave(file, foreign, reason!, inputs);
            return;
        }
        source.Reader = reader;
        BytesTotal += reader.Length;
        if (!reader.MoveNext())
        {
            End(source);
            return;
        }
        source.Due = reader.Time;
        _captures.Add((file, reader.Length, source.Due));
        if (reader.Length > 0 && inputs.Files.Count > 1)
        {
            reader.Dispose();
            source.Reader = null;
        }
        else
        {
            _bytesOfOthers += reader.BytesRead;
        }
        _waiting.Enqueue(source, (source.Due, file));
    }

    /// <summary>What is no capture is a log, or passed over where nobody named it.</summary>
    private void Leave(string file, IByteSource? foreign, string reason, CaptureInputs inputs)
    {
        if (foreign is not null && _logs is not null)
        {
            if (_logs.TryTake(file, foreign, out var why))
            {
                return;
            }
            reason = why ?? LogOpener.Neither;
        }
        else
        {
            foreign?.Dispose();
        }
        if (foreign is not null && !inputs.IsNamed(file))
        {
            _skipped.Add(file);
        }
        else
        {
            _faults.Add(new CaptureFault(file, 0, reason));
        }
    }

    /// <summary>A file that was only looked at is opened anew and stands at its first frame again.</summary>
    private bool Reopen(Source source)
    {
        source.Reader = CaptureOpener.TryOpen(source.Input, _blocks, out var reason, out IByteSource? foreign);
        foreign?.Dispose();
        if (source.Reader is null)
        {
            _faults.Add(new CaptureFault(source.Input, 0, $"could be read a moment ago: {reason}"));
            return false;
        }
        if (source.Reader.MoveNext())
        {
            return true;
        }
        End(source);
        return false;
    }

    private void End(Source source)
    {
        var reader = source.Reader!;
        if (reader.Fault is { } fault)
        {
            _faults.Add(fault);
        }
        Dropped += reader.Dropped;
        _bytesOfOthers += reader.BytesRead;
        reader.Dispose();
        source.Reader = null;
    }

    private sealed class Source(string input)
    {
        public string Input { get; } = input;

        public CaptureReader? Reader { get; set; }

        /// <summary>The latest time seen in the capture.</summary>
        public Instant Due { get; set; }
    }
}
