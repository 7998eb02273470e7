using System.Globalization;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Running;

/// <summary>Tells of the daemon: a line when something changes, the status file, the whole state when asked for.</summary>
internal sealed class SensorReport : IDisposable
{
    private readonly SensorOptions _options;
    private readonly Terminal _terminal;
    private readonly Dictionary<string, string> _told = [];
    private volatile bool _isAsked;
    private DateTimeOffset _written;

    public SensorReport(SensorOptions options, Terminal terminal) => (_options, _terminal) = (options, terminal);

    /// <summary>The next beat writes the whole state.</summary>
    public void Show() => _isAsked = true;

    /// <summary>A beat's state.</summary>
    public void Take(SensorStatus status)
    {
        foreach (var line in status.Interfaces)
        {
            TellInterface(line);
        }
        if (status.FirstClassified is { } first)
        {
            Tell("first", string.Create(CultureInfo.InvariantCulture, $"first frame classified {first.TotalMilliseconds:0} ms after the start"));
        }
        Tell("store", status.Store is { } store ? store.Fault is { } fault ? $"store: {fault}; {store.Waiting} minutes wait in memory" : "" : "");
        Tell("clock", status.Clock.Steps > 0 ? $"clock: set by {status.Clock.Last.TotalSeconds:+0.0;-0.0} s, {status.Clock.Steps} times since the start" : "");
        if (_isAsked)
        {
            _isAsked = false;
            StatusText.Write(status, _terminal.Output);
        }
        if (_options.Status is { } path && status.Now - _written >= TimeSpan.FromSeconds(1))
        {
            _written = status.Now;
            Write(status, path);
        }
    }

    public void Dispose()
    {
        if (_options.Status is { } path)
        {
            File.Delete(path); // a state that nobody brings up to date is none
        }
    }

    private void TellInterface(InterfaceStatus line)
    {
        if (line.Engine is { } engine)
        {
            Tell($"{line.Name} engine", engine.Reason is { } reason ? $"{line.Name}: engine {StatusText.Of(engine.Kind)}, not as asked: {reason}" : "");
        }
        if (line.Prefilter is { } prefilter)
        {
            Tell($"{line.Name} prefilter", prefilter.Reason is { } reason ? $"{line.Name}: prefilter {StatusText.Of(prefilter.Kind)}: {reason}" : "");
        }
        var isCaptured = line.State.Condition is EngineCondition.Capturing or EngineCondition.Silent;
        Tell(line.Name, line.State.Reason ?? (isCaptured ? $"{line.Name}: captured" : $"{line.Name}: {StatusText.Of(line.State.Condition)}"));
        Tell($"{line.Name} loss", line.Loss.InRing > 0 ? $"{line.Name}: frames are lost for want of room in the ring: ring or workers should be more" : "");
        foreach (var recording in line.Recordings)
        {
            Tell($"{line.Name} recording", recording.Problem ?? "");
        }
    }

    /// <summary>Once, until it changes.</summary>
    private void Tell(string subject, string line)
    {
        if (_told.GetValueOrDefault(subject, "") != line)
        {
            _told[subject] = line;
            _terminal.Error.WriteLine($"traffic: {(line.Length > 0 ? line : $"{subject}: well again")}");
        }
    }

    private void Write(SensorStatus status, string path)
    {
        try
        {
            StatusJson.Write(status, path);
            Tell("status", "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell("status", $"status: {fault.Message}");
        }
    }
}
