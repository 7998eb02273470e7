using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Capture.Live.Rights;
using TrafficClassifier.Capture.Live.Ring;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Server.Running;

/// <summary>
/// Captures one interface with as many threads as it has workers, each with an engine of its own. The engines open at once, so that frames wait
/// in their rings while all else is made ready.
/// </summary>
internal sealed class InterfaceCapture : IDisposable
{
    /// <summary>Times that an interface may be made anew before the daemon has to be.</summary>
    private const int SparesPerWorker = 32;

    private readonly InterfaceOptions _options;
    private readonly TunnelPolicy _tunnels;
    private readonly ushort _group;
    private readonly CancellationToken _stop;
    private readonly Thread[] _threads;
    private readonly OpenedEngine?[] _early;
    private readonly EngineSupervisor?[] _supervisors;
    private readonly CaptureRecorder?[] _recorders;
    private readonly CountdownEvent _opened;
    private readonly ManualResetEventSlim _begin = new();
    private readonly SpareSockets _spares = new();
    private readonly Lock _filterLock = new();
    private IReadOnlyList<Worker>? _workers;
    private OpenedPrefilter? _prefilter;
    private (LinkType Type, int Index) _filtered;
    private EngineException? _refusal;

    /// <param name="group">Unlike that of any other interface of the process.</param>
    public InterfaceCapture(InterfaceOptions options, TunnelPolicy tunnels, ushort group, CancellationToken stop)
    {
        _options = options;
        _tunnels = tunnels;
        _group = group;
        _stop = stop;
        _threads = new Thread[options.Workers];
        _early = new OpenedEngine?[options.Workers];
        _supervisors = new EngineSupervisor?[options.Workers];
        _recorders = new CaptureRecorder?[options.Workers];
        _opened = new CountdownEvent(options.Workers);
        for (var i = 0; i < _threads.Length; i++)
        {
            var number = i;
            _threads[i] = new Thread(() => Capture(number)) { Name = $"{options.Name} {number}", IsBackground = true };
        }
    }

    public string Name => _options.Name;

    public InterfaceOptions Options => _options;

    /// <summary>What takes the frames, and why it is not what was asked for; null until there was an interface.</summary>
    public (EngineKind Kind, string? Reason)? Engine { get; private set; }

    /// <summary>What keeps frames away, and why it is not what was asked for; null until there was an interface.</summary>
    public (PrefilterKind Kind, string? Reason)? Prefilter { get; private set; }

    /// <summary>Of all workers the one that is worst off.</summary>
    public EngineState State => _supervisors.OfType<EngineSupervisor>().Select(supervisor => supervisor.State)
        .OrderBy(state => IsCaptured(state)).ThenBy(state => state.Reason is null).FirstOrDefault()
        ?? new EngineState(EngineCondition.Waiting, DateTimeOffset.UnixEpoch, "not started", 0, 0, null);

    public IReadOnlyList<EngineState> States => [.. _supervisors.OfType<EngineSupervisor>().Select(supervisor => supervisor.State)];

    public IReadOnlyList<RecorderState> Recordings => [.. _recorders.OfType<CaptureRecorder>().Select(recorder => recorder.State)];

    /// <summary>Frames come, or would come if there were any.</summary>
    public bool IsCaptured() => _supervisors.All(supervisor => supervisor is not null && IsCaptured(supervisor.State));

    /// <summary>Of all workers, since the start.</summary>
    public EngineCounters ReadCounters()
    {
        var sum = default(EngineCounters);
        foreach (var supervisor in _supervisors)
        {
            var counters = supervisor?.ReadCounters() ?? default;
            sum = new EngineCounters(sum.Received + counters.Received, sum.Dropped + counters.Dropped, sum.Freezes + counters.Freezes);
        }
        return sum;
    }

    /// <summary>Opens on threads that keep the right to do so, before the caller gives it up.</summary>
    public void Open()
    {
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Waits until the engines have opened; nothing is handed over.</summary>
    /// <returns>Why the interface cannot be captured; null: it can, or is not there yet.</returns>
    public string? Try()
    {
        _opened.Wait(CancellationToken.None);
        return _refusal?.Message;
    }

    /// <summary>Hands frames over from now on.</summary>
    /// <exception cref="EngineException">The interface is there and cannot be captured.</exception>
    public void Begin(IReadOnlyList<Worker> workers)
    {
        _opened.Wait(CancellationToken.None);
        if (_refusal is { } refusal)
        {
            _begin.Set();
            throw refusal;
        }
        for (var i = 0; i < workers.Count; i++)
        {
            var number = i;
            var worker = workers[i];
            IFrameHandler handler = worker;
            if (_options.Record is { } recording)
            {
                handler = _recorders[i] = new CaptureRecorder(OfWorker(recording, i), () => _supervisors[number]?.ReadCounters() ?? default, worker);
            }
            var recorder = _recorders[i];
            _supervisors[i] = new EngineSupervisor(Name, () => (Interlocked.Exchange(ref _early[number], null) ?? OpenEngine(number)).Engine, handler, () =>
            {
                var now = WallClock.Now;
                worker.Tick(now);
                recorder?.Rest(now);
            });
        }
        _workers = workers;
        _begin.Set();
    }

    /// <summary>Waits until all that came before the stop was handed over.</summary>
    public void Join()
    {
        _begin.Set();
        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    public void Dispose()
    {
        foreach (var engine in _early)
        {
            engine?.Dispose();
        }
        _prefilter?.Dispose();
        _spares.Dispose();
        _opened.Dispose();
        _begin.Dispose();
    }

    private static bool IsCaptured(EngineState state) => state.Condition is EngineCondition.Capturing or EngineCondition.Silent;

    private RecorderOptions OfWorker(RecorderOptions recording, int number) =>
        _options.Workers == 1 ? recording : recording with { Prefix = $"{recording.NamePrefix}-{number}", MostBytes = recording.MostBytes / _options.Workers };

    private void Capture(int number)
    {
        try
        {
            _early[number] = Privileges.Raised(() => OpenEngine(number));
        }
        catch (EngineException fault) when (fault.Fault == EngineFault.NoInterface)
        {
            // It is waited for.
        }
        catch (EngineException fault)
        {
            _refusal = fault;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PlatformNotSupportedException or DllNotFoundException)
        {
            _refusal = new EngineException(EngineFault.Refused, fault.Message);
        }
        GiveUpRights();
        _opened.Signal();
        _begin.Wait(CancellationToken.None);
        if (_workers is not null)
        {
            _supervisors[number]!.Run(_stop);
            _recorders[number]?.Dispose();
            _workers[number].Close();
        }
    }

    /// <summary>The ring comes back by spare sockets and the filter that is loaded already; libpcap and XDP have to be permitted each time.</summary>
    private void GiveUpRights()
    {
        if (_options.Engine == EngineKind.Ring && _options.Prefilter != PrefilterKind.Xdp && (Engine?.Kind ?? EngineKind.Ring) == EngineKind.Ring
            && OperatingSystem.IsLinux() && Privileges.Raised(() => _spares.Open(SparesPerWorker * _options.Workers)) > 0)
        {
            _ = Privileges.DropAll();
        }
    }

    private OpenedEngine OpenEngine(int number)
    {
        var filter = OpenFilter();
        var engine = OpenedEngine.Open(_options.Engine, new EngineOptions
        {
            Interface = Name,
            RingBytes = _options.RingBytes,
            Workers = _options.Workers,
            FanoutGroup = _group,
            HardwareTimestamps = _options.HardwareTimestamps,
            Filter = filter,
            Spares = _spares,
        });
        Engine = number == 0 || Engine is null ? (engine.Kind, engine.Reason) : Engine;
        return engine;
    }

    /// <summary>One for all workers. An interface that is not there yet is taken for Ethernet, while the filter may still be loaded.</summary>
    private ISocketFilter? OpenFilter()
    {
        lock (_filterLock)
        {
            var link = OperatingSystem.IsLinux() ? InterfaceLink.Find(Name) : null;
            var type = Name == "any" ? LinkType.LinuxCooked : link is null ? LinkType.Ethernet : link.Value.Type ?? LinkType.RawIp;
            var wanted = (type, link?.Index ?? 0);
            // An XDP program is attached to one interface and not to the next one of its name.
            if (_prefilter is null || type != _filtered.Type || (_options.Prefilter == PrefilterKind.Xdp && wanted != _filtered))
            {
                var text = OperatorFilter.Compile(_options.Filter, type);
                if (text.Error is { } error)
                {
                    throw new EngineException(EngineFault.Refused, $"{Name}: {error}");
                }
                _prefilter?.Dispose();
                _prefilter = OpenedPrefilter.Open(_options.Prefilter, type, wanted.Item2, _tunnels, text.Instructions.Span);
                _filtered = wanted;
                Prefilter = (_prefilter.Kind, _prefilter.Reason ?? text.Remark);
            }
            return _prefilter.Filter;
        }
    }
}
