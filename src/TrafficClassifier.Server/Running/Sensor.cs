using System.Diagnostics;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Identity;
using TrafficClassifier.Server.Commands;
using TrafficClassifier.Sightings;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// The daemon: captures interfaces, dissects on their threads, counts on the thread that calls <see cref="Run"/>, brings buckets into the store.
/// Twice a second what was counted becomes durable; once a second what was not seen goes into the coverage of its minute.
/// </summary>
internal sealed class Sensor : IDisposable
{
    private const long Beat = Instant.NanosecondsPerSecond / 2;

    private readonly SensorOptions _options;
    private readonly IReadOnlyList<InterfaceCapture> _interfaces;
    private readonly Pipeline _pipeline;
    private readonly CountingStage _stage;
    private readonly SqliteStore? _store;
    private readonly StoreRecorder? _recorder;
    private readonly LossMeter _meter;
    private readonly InputWatch _watch;
    private readonly SensorHealth _health;
    private readonly Action<string> _tell;
    private readonly ClockWatch _clock = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private Instant _lookedAt;
    private long _beats;
    private TimeSpan _lag;
    private TimeSpan? _firstClassified;
    private SensorInputs? _pending;

    /// <param name="interfaces">Their engines are open; they begin with <see cref="Run"/>.</param>
    /// <param name="tell">Takes a line for the operator.</param>
    /// <exception cref="IOException">Files or the store cannot be used.</exception>
    public Sensor(SensorOptions options, SensorInputs inputs, IReadOnlyList<InterfaceCapture> interfaces, Action<string> tell)
    {
        _tell = tell;
        _options = options;
        _interfaces = interfaces;
        Errors.AddRange(inputs.Errors);
        _store = options.Store is { } folder ? SqliteStore.Open(folder) : null;
        try
        {
            _recorder = _store is null ? null : new StoreRecorder(_store, new StoreSource(options.Name, Incarnation()), new RecorderOptions { Retention = options.Retention });
            var choices = new PipelineOptions
            {
                GraceSeconds = options.GraceSeconds,
                RadiusSecret = inputs.Secret,
                Closest = (SubjectKind)(options.Unit ?? 0),
                Tunnels = options.Tunnels,
            };
            _pipeline = new Pipeline(inputs.Catalog, inputs.Calendar, inputs.Directory, choices, _recorder is null ? [] : [_recorder]);
            _recorder?.Use(_recorder.Describe(TermsOf(inputs)), _pipeline.Subjects);
            InputOptions.TakeLeases(options.Leases, _pipeline.Book, Errors);
            _stage = new CountingStage(_pipeline, interfaces.Sum(capture => capture.Options.Workers), isLive: true);
            _meter = new LossMeter(interfaces);
            _health = new SensorHealth(options);
            _watch = new InputWatch(options, inputs, tell);
        }
        catch
        {
            _recorder?.Dispose();
            _store?.Dispose();
            throw;
        }
    }

    /// <summary>Lines and files that could not be used.</summary>
    public List<InputError> Errors { get; } = [];

    /// <summary>Counts until the captures have ended.</summary>
    /// <param name="beat">Called about twice a second.</param>
    /// <exception cref="EngineException">An interface cannot be captured.</exception>
    /// <exception cref="IOException">What was counted at last could not be kept.</exception>
    public void Run(Action<SensorStatus> beat)
    {
        var first = 0;
        foreach (var capture in _interfaces)
        {
            capture.Begin([.. _stage.Workers.Skip(first).Take(capture.Options.Workers)]);
            first += capture.Options.Workers;
        }
        _lookedAt = WallClock.Now;
        CountAbsence(_lookedAt);
        while (_stage.Count(UntilNextBeat()))
        {
            if (_firstClassified is null && _pipeline.Outcomes[(int)FrameOutcome.Classified] > 0)
            {
                using var self = Process.GetCurrentProcess();
                _firstClassified = DateTime.Now - self.StartTime;
                beat(Status());
            }
            if (WallClock.Now.Nanoseconds / Beat != _beats)
            {
                _beats = WallClock.Now.Nanoseconds / Beat;
                Look();
                Reload();
                _recorder?.Checkpoint(_pipeline.OpenBuckets, Positions(), _pipeline.Evictions, Errors.Count);
                beat(Status());
            }
        }
        _recorder?.Complete(Positions(), _pipeline.Evictions, Errors.Count);
    }

    public SensorStatus Status()
    {
        var status = SensorStatus.Of(_options, _started, _interfaces, _meter, _pipeline, _stage, _recorder?.Counters, _clock, _lag) with { FirstClassified = _firstClassified };
        return status with { Problems = _health.Look(status, _pipeline.BindingsHeard, _watch.State) };
    }

    /// <summary>Catalog, directory and calendar are read again, whether they changed or not.</summary>
    public void AskToReload() => _watch.Ask();

    public void Dispose()
    {
        _watch.Dispose();
        _recorder?.Dispose();
        _store?.Dispose();
    }

    /// <summary>Unlike that of every other life of this machine's daemon.</summary>
    private static string Incarnation() => $"{DateTime.UtcNow:yyyyMMddTHHmmssfff}Z-{Environment.ProcessId}";

    private static int UntilNextBeat() => (int)((Beat - (WallClock.Now.Nanoseconds % Beat)) / 1_000_000) + 1;

    private StoreTerms TermsOf(SensorInputs inputs) => new()
    {
        Catalog = inputs.Catalog,
        Directory = inputs.Directory,
        Zone = _options.Zone,
        Holidays = [.. inputs.Calendar.Holidays],
        Unit = _options.Unit,
    };

    /// <summary>What was read again is used when the store knows what its numbers mean; a store that cannot be written is asked again.</summary>
    private void Reload()
    {
        _pending = _watch.Take() ?? _pending;
        if (_pending is not { } inputs)
        {
            return;
        }
        try
        {
            var numbers = _recorder?.Describe(TermsOf(inputs));
            _pipeline.Reload(inputs.Catalog, inputs.Calendar, inputs.Directory);
            _recorder?.Use(numbers!, _pipeline.Subjects);
            _pending = null;
            _tell("what was read again is in use");
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Told by the store's own state; the next beat tries again.
            _pending = inputs;
        }
    }

    private InputPosition[] Positions() => [.. _interfaces.Select(capture => new InputPosition(capture.Name, _lookedAt.Nanoseconds))];

    /// <summary>A second in which the clock was set belongs to where it stands now.</summary>
    private void Look()
    {
        var now = WallClock.Now;
        var seconds = (now.Nanoseconds / Instant.NanosecondsPerSecond) - (_lookedAt.Nanoseconds / Instant.NanosecondsPerSecond);
        if (seconds == 0)
        {
            return;
        }
        var hasStepped = _clock.Look();
        var loss = _meter.Look(seconds: hasStepped ? 1 : (int)seconds) with { ClockSteps = hasStepped ? 1 : 0 };
        _pipeline.CountLoss(hasStepped ? now : _lookedAt, loss);
        _lookedAt = now;
        _lag = _stage.TakeLag();
    }

    /// <summary>Between the last life of this appliance and this one nobody captured: the two minutes that were seen in part say so.</summary>
    private void CountAbsence(Instant now)
    {
        foreach (var position in _store?.Positions(new StoreSource(_options.Name, "")) ?? [])
        {
            var last = new Instant(position.Position);
            if (last >= now || _interfaces.All(capture => capture.Name != position.Input))
            {
                continue;
            }
            var firstMinuteEnd = Instant.FromMinute(last.Minute + 1);
            var lastMinuteStart = Instant.FromMinute(now.Minute);
            if (firstMinuteEnd >= now)
            {
                Absent(last, now);
                continue;
            }
            Absent(last, firstMinuteEnd);
            Absent(lastMinuteStart, now);
        }
    }

    private void Absent(Instant from, Instant until) => _pipeline.CountLoss(from,
        new CaptureLoss(0, 0, 0, 0, (until.Nanoseconds - from.Nanoseconds + Instant.NanosecondsPerSecond - 1) / Instant.NanosecondsPerSecond, 0));
}
