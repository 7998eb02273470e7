using TrafficClassifier.Capture;

namespace TrafficClassifier.Logs;

/// <summary>The frames of all captures and the records of all logs, in the order of their times; where they are equal, frames first.</summary>
public sealed class MergedInputs : IDisposable
{
    private bool _hasFrame;
    private bool _hasRecord;
    private bool _hasBegun;

    /// <param name="inputs">What to read: each is a capture or a log.</param>
    /// <param name="options">What lines of logs do not say.</param>
    public MergedInputs(CaptureInputs inputs, LogOptions options)
        : this(inputs, options, null)
    {
    }

    internal MergedInputs(CaptureInputs inputs, LogOptions options, BlockPool? blocks)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Logs = new LogMerger(options, inputs.Files.Count);
        Captures = new CaptureMerger(inputs, blocks, Logs);
    }

    internal MergedInputs(CaptureMerger captures)
    {
        Logs = new LogMerger(new LogOptions(), 0);
        Captures = captures;
    }

    public CaptureMerger Captures { get; }

    public LogMerger Logs { get; }

    /// <summary>What is current is a record of a log, else a frame.</summary>
    public bool IsLog { get; private set; }

    public long BytesTotal => Captures.BytesTotal + Logs.BytesTotal;

    public long BytesRead => Captures.BytesRead + Logs.BytesRead;

    public IEnumerable<CaptureFault> Faults => Captures.Faults.Concat(Logs.Faults);

    public bool MoveNext()
    {
        if (!_hasBegun || !IsLog)
        {
            _hasFrame = Captures.MoveNext();
        }
        if (!_hasBegun || IsLog)
        {
            _hasRecord = Logs.MoveNext();
        }
        _hasBegun = true;
        IsLog = _hasRecord && (!_hasFrame || Logs.Due < Captures.Due);
        return _hasFrame || _hasRecord;
    }

    public void Dispose()
    {
        Captures.Dispose();
        Logs.Dispose();
    }
}
