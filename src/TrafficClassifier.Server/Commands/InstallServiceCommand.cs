using System.CommandLine;
using TrafficClassifier.Server.Configuration;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic install-service</c>: writes the daemon's unit for systemd, and says what is left to do.</summary>
internal sealed class InstallServiceCommand : VerbCommand
{
    private const string About = "Writes a hardened systemd unit for the daemon: a user without rights but to capture. Starts nothing.";

    private const string Examples = """
          traffic install-service --print
          sudo traffic install-service
          sudo traffic install-service --config /etc/traffic-classifier/traffic.yaml --xdp
        """;

    private readonly Option<bool> _print = new("--print") { Description = "Print the unit and end." };
    private readonly Option<bool> _xdp = new("--xdp") { Description = "With the rights that prefilter: xdp takes (CAP_NET_ADMIN, CAP_PERFMON)." };
    private readonly Option<string> _config = new("--config") { HelpName = "FILE", Description = $"The configuration. Default: {SensorConfiguration.DefaultPath}.", DefaultValueFactory = _ => SensorConfiguration.DefaultPath };
    private readonly Option<string> _folder = new("--folder") { HelpName = "DIR", Description = "Where units are. Default: /etc/systemd/system.", DefaultValueFactory = _ => "/etc/systemd/system" };
    private readonly Terminal _terminal;

    public InstallServiceCommand(Terminal terminal)
        : base("install-service", About, Examples)
    {
        _terminal = terminal;
        Options.Add(_print);
        Options.Add(_xdp);
        Options.Add(_config);
        Options.Add(_folder);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var config = Path.GetFullPath(parsed.GetValue(_config)!);
        var unit = ServiceUnit.Text(Environment.ProcessPath ?? "/usr/local/bin/traffic", config, parsed.GetValue(_xdp));
        if (parsed.GetValue(_print))
        {
            _terminal.Output.Write(unit);
            return ExitStatus.Done;
        }
        var path = Path.Combine(parsed.GetValue(_folder)!, ServiceUnit.FileName);
        try
        {
            if (File.Exists(path) && File.ReadAllText(path) != unit)
            {
                _terminal.Error.WriteLine($"traffic: {path}: there is another one: delete it first, or keep changes in {ServiceUnit.FileName}.d/*.conf");
                return ExitStatus.Failed;
            }
            File.WriteAllText(path, unit);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine($"traffic: {path}: cannot be written (as root?): {fault.Message}");
            return ExitStatus.Failed;
        }
        _terminal.Output.WriteLine($"{path} written. Now type:");
        foreach (var line in ServiceUnit.LeftToDo(config))
        {
            _terminal.Output.WriteLine($"  {line}");
        }
        return ExitStatus.Done;
    }
}
