using System.Globalization;
using System.Text;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// Reads catalog, directory and calendar again when one of their files changes, or when asked to (SIGHUP): all of them or none. What is wrong
/// is told, and what was read before stays. Files are looked at once a second and read when they have not changed for one: a program may
/// still be writing them. Its own thread; the one that counts takes what it read.
/// </summary>
internal sealed class InputWatch : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly SensorOptions _options;
    private readonly Action<string> _tell;
    private readonly string[] _files;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _thread;
    private string _used;
    private SensorInputs? _read;
    private volatile string? _refusal;
    private volatile bool _isAsked;
    private volatile bool _isEnding;

    /// <param name="options">Which files.</param>
    /// <param name="inputs">What they hold: read a moment ago.</param>
    /// <param name="tell">Takes a line for the operator.</param>
    public InputWatch(SensorOptions options, SensorInputs inputs, Action<string> tell)
    {
        (_options, _tell) = (options, tell);
        _files = [.. SensorInputs.FilesOf(options)];
        _used = inputs.Stamp;
        _thread = new Thread(Watch) { Name = "inputs", IsBackground = true };
        _thread.Start();
    }

    public InputState State => new(_options.Staff is { } staff && File.Exists(staff) ? File.GetLastWriteTimeUtc(staff) : null, _refusal);

    /// <summary>Reads now, changed or not, and says what came of it.</summary>
    public void Ask()
    {
        _isAsked = true;
        _wake.Release();
    }

    /// <summary>What was read since this was asked last; null: nothing new.</summary>
    public SensorInputs? Take() => Interlocked.Exchange(ref _read, null);

    public void Dispose()
    {
        _isEnding = true;
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    /// <summary>Tells versions of files apart without reading them.</summary>
    public static string Stamp(IEnumerable<string> files)
    {
        var stamp = new StringBuilder();
        foreach (var file in files.Select(path => new FileInfo(path)))
        {
            // Behind a link the file itself may be another.
            var real = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            stamp.Append(CultureInfo.InvariantCulture, $"{real.FullName} {(real.Exists ? real.Length : -1)} {(real.Exists ? real.LastWriteTimeUtc.Ticks : 0)}\n");
        }
        return stamp.ToString();
    }

    private void Watch()
    {
        var last = _used;
        while (!_isEnding)
        {
            _ = _wake.Wait(_interval);
            var now = Look();
            var isAsked = _isAsked;
            if (!_isEnding && (isAsked || (now != _used && now == last)))
            {
                _isAsked = false;
                _used = now;
                Read();
            }
            last = now;
        }
    }

    private string Look()
    {
        try
        {
            return Stamp(_files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    private void Read()
    {
        try
        {
            var inputs = SensorInputs.Read(_options);
            if (inputs.Errors.Count > 0)
            {
                Refuse($"{inputs.Errors[0]}{(inputs.Errors.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {inputs.Errors.Count - 1} lines more") : "")}");
                return;
            }
            _refusal = null;
            Volatile.Write(ref _read, inputs);
            _tell($"read again: {inputs}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or UsageException)
        {
            Refuse(fault.Message);
        }
    }

    private void Refuse(string reason)
    {
        _refusal = reason;
        _tell($"{reason}; what was read before stays");
    }
}
