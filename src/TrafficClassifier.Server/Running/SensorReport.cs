using System.Globalization;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Running;

/// <summary>Tells of the daemon: a line when something changes, the status file, the whole state when asked for.</summary>
internal sealed class SensorReport : IDisposable
{
    /// <summary>Told here; interfaces and files that were refused tell of themselves.</summary>
    private static readonly SensorProblem[] _problems =
        [SensorProblem.Dropping, SensorProblem.NoLeases, SensorProblem.ClockJumped, SensorProblem.DiskNearlyFull, SensorProblem.StoreFailing, SensorProblem.DirectoryStale];

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
        foreach (var problem in _problems)
        {
            Tell(problem, status.Problems);
        }
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
        foreach (var recording in line.Recordings)
        {
            Tell($"{line.Name} recording", recording.Problem ?? "");
        }
    }

    /// <summary>When it begins, and when it is over: its figures change at each beat.</summary>
    private void Tell(SensorProblem problem, IReadOnlyList<FoundProblem> found)
    {
        var name = StatusText.Of(problem);
        var text = found.Where(each => each.Problem == problem).Select(each => each.Text).FirstOrDefault();
        if ((text is null) == (_told.GetValueOrDefault(name, "").Length == 0))
        {
            return;
        }
        Tell(name, text is null ? "" : $"{name}: {text}");
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
