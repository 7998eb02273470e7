using System.CommandLine;
using TrafficClassifier.Capture.Live.Pcap;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic devices</c>: the interfaces of this machine, and how they can be captured.</summary>
internal sealed class DevicesCommand : VerbCommand
{
    private const string About = "Lists interfaces, and which engine captures them. Takes no rights, and says which would be needed.";

    private const string Examples = """
          traffic devices
          traffic devices --format json | jq -r '.[] | select(.running) | .name'
        """;

    private readonly Option<string?> _format = new("--format") { HelpName = "table|json|csv", Description = "Default: table." };
    private readonly Terminal _terminal;

    public DevicesCommand(Terminal terminal)
        : base("devices", About, Examples)
    {
        _terminal = terminal;
        Options.Add(_format);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var format = parsed.GetValue(_format) switch
        {
            null or "table" => OutputFormat.Table,
            "json" => OutputFormat.Json,
            "csv" => OutputFormat.Csv,
            var other => throw new UsageException($"--format {other}: write table, json or csv"),
        };
        DeviceListing.Print(CaptureDevices.Read(), format, _terminal);
        if (CaptureDevices.WhyNotPermitted() is { } missing)
        {
            _terminal.Error.WriteLine($"traffic: {missing}");
        }
        return ExitStatus.Done;
    }
}
