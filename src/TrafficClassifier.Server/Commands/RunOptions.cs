using System.CommandLine;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Commands;

/// <summary>The flags of <c>traffic run</c>.</summary>
internal sealed class RunOptions
{
    private readonly Option<string[]> _interface = new("--interface");
    private readonly Option<string?> _store = new("--store");
    private readonly Option<string?> _staff = new("--staff");
    private readonly Option<string?> _status = new("--status");
    private readonly Option<int> _workers = new("--workers") { DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _prefilter = new("--prefilter");

    public void AddTo(Command command)
    {
        foreach (var o in new Option[] { _interface, _store, _staff, _status, _workers, _prefilter })
        {
            command.Options.Add(o);
        }
    }

    public SensorOptions? Read(ParseResult parsed, Terminal terminal)
    {
        _ = terminal;
        _ = Capture.Prefilter.OpenedPrefilter.TryParse(parsed.GetValue(_prefilter) ?? "auto", out var kind);
        return new()
        {
            Interfaces = [.. (parsed.GetValue(_interface) ?? []).Select(name => new InterfaceOptions { Name = name, Workers = parsed.GetValue(_workers), Prefilter = kind })],
            Store = parsed.GetValue(_store),
            Staff = parsed.GetValue(_staff),
            Status = parsed.GetValue(_status),
        };
    }
}
