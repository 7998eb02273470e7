using System.CommandLine;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic events</c>: every message that names a site or a person, as a line of JSON.</summary>
internal sealed class EventsCommand : VerbCommand
{
    private const string About = "Prints every sighting and binding as a line of JSON, with the field names of Suricata's EVE format. Captures are read one after the other, in the order given. This is the raw trace: it holds names of users and devices (radius, dhcp), never passwords.";

    private const string Examples = """
          traffic events day.pcap | jq -r 'select(.event_type=="tls") | .tls.sni' | sort | uniq -c
          traffic events /var/captures > events.json
        """;

    private readonly Argument<string[]> _captures = InputOptions.CaptureArgument(ArgumentArity.OneOrMore);
    private readonly Option<string?> _secret = InputOptions.RadiusSecretOption();
    private readonly Option<string?> _tunnels = InputOptions.TunnelsOption();
    private readonly Terminal _terminal;

    public EventsCommand(Terminal terminal)
        : base("events", About, Examples)
    {
        _terminal = terminal;
        Arguments.Add(_captures);
        Options.Add(_secret);
        Options.Add(_tunnels);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var inputs = CaptureInputs.Expand(parsed.GetValue(_captures)!);
        var tunnels = InputOptions.Tunnels(parsed.GetValue(_tunnels));
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
                if (ReadOne(file, writer, tunnels) is not { } problem)
                {
                    continue;
                }
                if (problem.IsNoCapture && !inputs.IsNamed(file))
                {
                    _terminal.Error.WriteLine($"{file}: skipped, no capture");
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

    private static (string Text, bool IsNoCapture)? ReadOne(string file, EventWriter writer, TunnelPolicy tunnels)
    {
        using var reader = CaptureOpener.TryOpen(file, out var reason, out var isForeign);
        if (reader is null)
        {
            return ($"{file}: {reason}", isForeign);
        }
        var dissector = new FrameDissector(writer, duplicates: null, tunnels); // of each capture its own: connections of two never mix
        while (reader.MoveNext())
        {
            dissector.Dissect(reader.Current);
        }
        dissector.Close();
        return reader.Fault is { } fault ? (fault.ToString(), false) : null;
    }

    private int Fail(string line)
    {
        _terminal.Error.WriteLine(line);
        return ExitStatus.Failed;
    }
}
