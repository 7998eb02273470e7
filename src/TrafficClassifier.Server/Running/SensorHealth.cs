using System.Globalization;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.Server.Running;

/// <summary>Tells the sensor's problems from its state, beat by beat: one that is over is not told any more.</summary>
internal sealed class SensorHealth
{
    /// <summary>The least room for minutes: a year of 1,500 staff takes more (shared/MEASURED.md).</summary>
    public const long LeastFreeBytes = 2L << 30;

    /// <summary>A mirror of an office is not as quiet as this.</summary>
    private static readonly TimeSpan _longestSilence = TimeSpan.FromMinutes(1);

    /// <summary>What was lost stays a problem for so long.</summary>
    private static readonly TimeSpan _lossMemory = TimeSpan.FromMinutes(1);

    /// <summary>Clients renew at half of their lease (RFC 2131 4.4.5): among some dozen somebody does.</summary>
    private static readonly TimeSpan _longestWithoutLease = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan _clockMemory = TimeSpan.FromHours(1);
    private static readonly TimeSpan _diskInterval = TimeSpan.FromSeconds(10);

    private readonly SensorOptions _options;
    private readonly Func<string, long> _freeBytes;
    private readonly Dictionary<SensorProblem, DateTimeOffset> _since = [];
    private readonly Dictionary<string, (long Lost, DateTimeOffset At, long Before)> _losses = [];
    private List<FoundProblem> _found = [];
    private (long Bindings, DateTimeOffset At, long Classified) _lease;
    private (long Steps, DateTimeOffset At) _clock;
    private (long Free, DateTimeOffset At) _disk;

    /// <param name="options">What is captured, and kept where.</param>
    /// <param name="freeBytes">Of the file system of a folder; the machine's by default.</param>
    public SensorHealth(SensorOptions options, Func<string, long>? freeBytes = null) =>
        (_options, _freeBytes) = (options, freeBytes ?? (folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace));

    /// <param name="status">Of this beat.</param>
    /// <param name="bindings">Leases and accounting records seen since the start.</param>
    /// <param name="inputs">How the files are that name people and sites.</param>
    public IReadOnlyList<FoundProblem> Look(SensorStatus status, long bindings, in InputState inputs)
    {
        _found = [];
        foreach (var line in status.Interfaces)
        {
            LookAtCapture(line, status.Now);
            LookAtLoss(line, status.Now);
        }
        LookAtLeases(status, bindings);
        LookAtClock(status);
        LookAtDisk(status);
        if (status.Store?.Fault is { } fault)
        {
            Find(SensorProblem.StoreFailing, status.Now, string.Create(CultureInfo.InvariantCulture, $"{fault}; {status.Store?.Waiting} minutes wait in memory"));
        }
        LookAtInputs(inputs, status.Now);
        foreach (var over in _since.Keys.Except(_found.Select(found => found.Problem)).ToList())
        {
            _since.Remove(over);
        }
        return _found;
    }

    private void LookAtCapture(InterfaceStatus line, DateTimeOffset now)
    {
        var condition = line.State.Condition;
        if (condition is EngineCondition.Capturing || (condition is EngineCondition.Silent && now - line.State.Since < _longestSilence))
        {
            return;
        }
        Find(SensorProblem.NotCapturing, now, condition == EngineCondition.Silent ? $"{line.Name}: nothing comes: is the mirror on?"
            : line.State.Reason ?? $"{line.Name}: {Output.StatusText.Of(condition)}");
    }

    private void LookAtLoss(InterfaceStatus line, DateTimeOffset now)
    {
        var lost = line.Loss.InRing + line.Loss.BeforeRing;
        var (last, at, before) = _losses.GetValueOrDefault(line.Name);
        if (lost > last)
        {
            // A loss that follows another is part of it.
            before = now - at < _lossMemory ? before : last;
            (last, at) = (lost, now);
            _losses[line.Name] = (last, at, before);
        }
        if (lost > 0 && now - at < _lossMemory)
        {
            Find(SensorProblem.Dropping, now, string.Create(CultureInfo.InvariantCulture,
                $"{line.Name}: {last - before} frames lost ({line.Loss.InRing} in the ring, {line.Loss.BeforeRing} before it since the start): more ring or workers, or a prefilter"));
        }
    }

    private void LookAtLeases(SensorStatus status, long bindings)
    {
        var classified = status.Outcomes.FirstOrDefault(pair => pair.Outcome == Sightings.FrameOutcome.Classified).Frames;
        if (bindings > _lease.Bindings || _lease.At == default)
        {
            _lease = (bindings, status.Now, classified);
        }
        if (status.Now - _lease.At >= _longestWithoutLease && classified > _lease.Classified)
        {
            Find(SensorProblem.NoLeases, status.Now, string.Create(CultureInfo.InvariantCulture,
                $"no lease or accounting record for {(int)(status.Now - _lease.At).TotalMinutes} minutes, while {classified - _lease.Classified} other frames told something: does the mirror carry DHCP?"));
        }
    }

    private void LookAtClock(SensorStatus status)
    {
        if (status.Clock.Steps > _clock.Steps)
        {
            _clock = (status.Clock.Steps, status.Now);
        }
        if (_clock.Steps > 0 && status.Now - _clock.At < _clockMemory)
        {
            Find(SensorProblem.ClockJumped, status.Now, string.Create(CultureInfo.InvariantCulture, $"the clock was set by {status.Clock.Last.TotalSeconds:+0.0;-0.0} s, {status.Clock.Steps} times since the start"));
        }
    }

    private void LookAtDisk(SensorStatus status)
    {
        if (_options.Store is not { } folder)
        {
            return;
        }
        if (status.Now - _disk.At >= _diskInterval || status.Now < _disk.At)
        {
            _disk = (FreeBytes(folder), status.Now);
        }
        if (_disk.Free < LeastFreeBytes)
        {
            Find(SensorProblem.DiskNearlyFull, status.Now, string.Create(CultureInfo.InvariantCulture, $"{folder}: {_disk.Free >> 20} MiB are free: make room for {LeastFreeBytes >> 20} MiB at least"));
        }
    }

    private void LookAtInputs(in InputState inputs, DateTimeOffset now)
    {
        if (inputs.Refusal is { } refusal)
        {
            Find(SensorProblem.InputsRefused, now, refusal);
        }
        if (_options.StaffDays is { } days && inputs.DirectoryWritten is { } written && now - written > TimeSpan.FromDays(days))
        {
            Find(SensorProblem.DirectoryStale, now, string.Create(CultureInfo.InvariantCulture, $"{_options.Staff}: {(int)(now - written).TotalDays} days old: staff may have come, left or moved"));
        }
    }

    /// <summary>What cannot be asked is none of this problem's.</summary>
    private long FreeBytes(string folder)
    {
        try
        {
            return _freeBytes(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return long.MaxValue;
        }
    }

    private void Find(SensorProblem problem, DateTimeOffset now, string text)
    {
        _since.TryAdd(problem, now);
        _found.Add(new FoundProblem(problem, _since[problem], text));
    }
}
