using System.CommandLine;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live;
using TrafficClassifier.Capture.Live.Rights;
using TrafficClassifier.Capture.Prefilter;
using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic run</c>: the daemon.</summary>
internal sealed class RunCommand : VerbCommand
{
    private const string About = "Captures interfaces, counts who used which site, and keeps it, until SIGTERM or Ctrl-C. SIGUSR1 shows how it is doing.";

    private const string Examples = """
          traffic run --interface mirror0 --staff staff.csv --store /var/lib/traffic-classifier
          traffic run --config /etc/traffic-classifier/traffic.yaml
          traffic run --print-config > traffic.yaml
        """;

    /// <summary>Linux; the runtime takes signals that it has no name for by their number.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    private readonly RunOptions _options = new();
    private readonly Terminal _terminal;

    public RunCommand(Terminal terminal)
        : base("run", About, Examples)
    {
        _terminal = terminal;
        _options.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (_options.Read(parsed, _terminal, out var status) is not { } options)
        {
            return status;
        }
        _ = Privileges.Limit(options.Interfaces.Any(face => face.Prefilter == PrefilterKind.Xdp));
        using var stop = new CancellationTokenSource();
        List<InterfaceCapture> interfaces = [.. options.Interfaces.Select((face, i) => new InterfaceCapture(face, options.Tunnels, Group(i), stop.Token))];
        try
        {
            interfaces.ForEach(capture => capture.Open());
            _ = Privileges.DropAll();
            return Run(options, interfaces, stop);
        }
        catch (EngineException refusal)
        {
            _terminal.Error.WriteLine($"traffic: {refusal.Message}");
            return ExitStatus.Failed;
        }
        finally
        {
            stop.Cancel();
            interfaces.ForEach(capture => capture.Join());
            interfaces.ForEach(capture => capture.Dispose());
        }
    }

    private int Run(SensorOptions options, List<InterfaceCapture> interfaces, CancellationTokenSource stop)
    {
        using var sensor = new Sensor(options, SensorInputs.Read(options), interfaces, Tell);
        sensor.Errors.ForEach(error => _terminal.Error.WriteLine(error));
        using var report = new SensorReport(options, _terminal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            sensor.AskToReload();
        });
        using var show = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(User1, signal =>
        {
            signal.Cancel = true;
            report.Show();
        });
        using var systemd = SystemdNotifier.OfProcess();
        SensorStatus? latest = null;
        using var service = new QueryHost(options.Serve is { } serve ? serve with { Sensor = () => Volatile.Read(ref latest) } : null, Tell);
        sensor.Run(status =>
        {
            Volatile.Write(ref latest, status);
            report.Take(status);
            systemd.Take(status);
        });
        StatusText.Write(sensor.Status(), _terminal.Output);
        return ExitStatus.Done;

        void Tell(string line) => _terminal.Error.WriteLine($"traffic: {line}");

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Fanout groups are the machine's, not the process's: another daemon has others.</summary>
    private static ushort Group(int index) => (ushort)((Environment.ProcessId << 4) + index);
}
