using System.CommandLine;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Recording;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic record</c>: frames of an interface into pcapng files, within bounds.</summary>
internal sealed class RecordCommand : VerbCommand
{
    private const string About = "Writes what is seen on an interface to pcapng files, and counts it. Recordings hold what people do: keep them as such.";

    private const string Examples = """
          traffic record mirror0 --out /var/captures/ --rotate-size 100M --max-size 10G
          traffic record mirror0 --out ten-minutes.pcapng --duration 600 --filter 'udp port 53 or tcp port 443'
          traffic record mirror0 --out /var/captures/ --rotate-seconds 3600 --keep 24 --prefilter classic
        """;

    private readonly RecordOptions _options = new();
    private readonly Terminal _terminal;

    public RecordCommand(Terminal terminal)
        : base("record", About, Examples)
    {
        _terminal = terminal;
        _options.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var name = _options.Interface(parsed);
        var wanted = _options.Engine(parsed);
        var recording = _options.Recorder(parsed);
        var duration = _options.Duration(parsed) ?? Timeout.InfiniteTimeSpan;
        using var prefilter = OpenFilter(parsed, name);
        var options = new EngineOptions { Interface = name, Filter = prefilter.Filter };
        // Opened once before anything else, so that what is wrong from the start is an error and not waited for.
        var first = OpenedEngine.Open(wanted, options);
        Say(first.Reason is { } reason ? $"engine pcap: {reason}" : null);
        var opened = (OpenedEngine?)first;
        EngineSupervisor? supervisor = null;
        using var recorder = new CaptureRecorder(recording, () => supervisor!.ReadCounters());
        supervisor = new EngineSupervisor(name, () => (Interlocked.Exchange(ref opened, null) ?? OpenedEngine.Open(wanted, options)).Engine, recorder, () => recorder.Rest(Now()));

        using var stop = new CancellationTokenSource(duration);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var capture = new Thread(() => supervisor.Run(stop.Token)) { Name = $"capture {name}" };
        capture.Start();
        Watch(supervisor, recorder, capture);
        recorder.Dispose();
        return Conclude(supervisor, recorder.State);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private OpenedPrefilter OpenFilter(ParseResult parsed, string name)
    {
        var link = OperatingSystem.IsLinux() ? InterfaceLink.Find(name) : null;
        var type = link?.Type ?? LinkType.Ethernet;
        var text = OperatorFilter.Compile(_options.Filter(parsed) ?? "", type);
        if (text.Error is { } error)
        {
            throw new UsageException(error);
        }
        if (!text.Instructions.IsEmpty && OperatingSystem.IsLinux() && link is not null && link.Value.Type is null)
        {
            throw new UsageException($"--filter: the frames of {name} have no link header that it could be compiled for");
        }
        Say(text.Remark);
        return OpenedPrefilter.Open(_options.Prefilter(parsed), type, link?.Index ?? 0, TunnelPolicy.None, text.Instructions.Span);
    }

    /// <summary>Tells what happens until the capture has ended.</summary>
    private void Watch(EngineSupervisor supervisor, CaptureRecorder recorder, Thread capture)
    {
        var progress = new RecordProgress(_terminal);
        string? condition = null, problem = null;
        while (!capture.Join(1000))
        {
            var (engine, state) = (supervisor.State, recorder.State);
            if (engine.Reason != condition || state.Problem != problem)
            {
                progress.Clear();
                Say(engine.Reason != condition ? engine.Reason ?? $"{supervisor.Interface}: captured again" : null);
                Say(state.Problem != problem ? state.Problem ?? $"{state.File}: recording goes on" : null);
                (condition, problem) = (engine.Reason, state.Problem);
            }
            progress.Show(state, supervisor.ReadCounters());
        }
        progress.Clear();
        var last = recorder.State.Problem;
        Say(last != problem ? last : null);
    }

    private int Conclude(EngineSupervisor supervisor, RecorderState state)
    {
        var counters = supervisor.ReadCounters();
        _terminal.Output.WriteLine($"{state.Recorded} frames recorded in {state.FilesDone} files, {state.Unrecorded} not recorded, {counters.Dropped} dropped, {state.FilesDeleted} old files deleted");
        Say(supervisor.State.LastFault);
        return state.Unrecorded == 0 && supervisor.State.Faults == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private void Say(string? line)
    {
        if (line is not null)
        {
            _terminal.Error.WriteLine($"traffic: {line}");
        }
    }

    private static Instant Now() => new((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
}
