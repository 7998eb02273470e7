using System.CommandLine;
using TrafficClassifier.Capture;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic events</c>: every message that names a site or a person, as a line of JSON.</summary>
internal sealed class EventsCommand : VerbCommand
{
    private const string About = "Prints every sighting and binding as a line of JSON, with the field names of Suricata's EVE format. Captures and logs are read one after the other, in the order given. This is the raw trace: it holds names of users and devices (radius, dhcp), never passwords.";

    private const string Examples = """
          traffic events day.pcap | jq -r 'select(.event_type=="tls") | .tls.sni' | sort | uniq -c
          traffic events squid.log named.log --log-zone Europe/Berlin
          traffic events /var/captures > events.json
        """;

    private readonly Argument<string[]> _captures = InputOptions.CaptureArgument(ArgumentArity.OneOrMore);
    private readonly Option<string?> _secret = InputOptions.RadiusSecretOption();
    private readonly Option<string?> _tunnels = InputOptions.TunnelsOption();
    private readonly LogOptionFlags _logs = new();
    private readonly Terminal _terminal;

    public EventsCommand(Terminal terminal)
        : base("events", About, Examples)
    {
        _terminal = terminal;
        Arguments.Add(_captures);
        Options.Add(_secret);
        Options.Add(_tunnels);
        _logs.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var inputs = CaptureInputs.Expand(parsed.GetValue(_captures)!);
        var tunnels = InputOptions.Tunnels(parsed.GetValue(_tunnels));
        var options = _logs.Read(parsed, TimeZoneInfo.Utc);
        var status = ExitStatus.Done;
        foreach (var missing in inputs.Missing)
        {
            status = Fail($"{missing}: no such file or folder");
        }
        using (var writer = new EventWriter(_terminal.Bytes) { RadiusSecret = InputOptions.RadiusSecret(parsed.GetValue(_secret)) })
        {
            foreach (var file in inputs.Files)
            {
                writer.Input = file;
                if (ReadOne(file, writer, tunnels, options) is not { } problem)
                {
                    continue;
                }
                if (problem.IsNoInput && !inputs.IsNamed(file))
                {
                    _terminal.Error.WriteLine($"{file}: skipped, neither a capture nor a known log");
                }
                else
                {
                    status = Fail(problem.Text);
                }
            }
        }
        _terminal.Bytes.Flush();
        return status;
    }

    private (string Text, bool IsNoInput)? ReadOne(string file, EventWriter writer, TunnelPolicy tunnels, LogOptions options)
    {
        using var log = LogOpener.TryOpen(file, options, out var reader, out var reason, out var isForeign);
        using var capture = reader;
        if (log is not null)
        {
            return ReadLog(log, writer);
        }
        if (capture is null)
        {
            return ($"{file}: {reason}", isForeign);
        }
        var dissector = new FrameDissector(writer, duplicates: null, tunnels); // of each capture its own: connections of two never mix
        while (capture.MoveNext())
        {
            dissector.Dissect(capture.Current);
        }
        dissector.Close();
        return capture.Fault is { } fault ? (fault.ToString(), false) : null;
    }

    private (string Text, bool IsNoInput)? ReadLog(LogReader log, EventWriter writer)
    {
        while (log.MoveNext())
        {
            log.Tell((scoped in record) => writer.Observe(log.Number, record));
        }
        var summary = LogSummary.Of(log);
        summary.WriteBadLines(_terminal.Error);
        return log.Fault is { } fault ? (fault.ToString(), false)
            : summary.BadLines > 0 ? ($"{log.Input}: {summary.BadLines} of {summary.Counters.Lines} lines could not be read", false)
            : null;
    }

    private int Fail(string line)
    {
        _terminal.Error.WriteLine(line);
        return ExitStatus.Failed;
    }
}
