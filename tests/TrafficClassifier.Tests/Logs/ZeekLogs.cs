using System.Globalization;
using System.Text;
using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Writes the dns.log, ssl.log and http.log that a sensor like Zeek would have made of a capture.</summary>
internal sealed class ZeekLogs : IFrameObserver
{
    private readonly Dictionary<string, StringBuilder> _logs = [];

    public static string[] Write(string capture, TemporaryFolder folder)
    {
        var logs = new ZeekLogs();
        using var reader = CaptureOpener.TryOpen(capture, out _)!;
        var dissector = new FrameDissector(logs, new DuplicateFilter(), TunnelPolicy.Any);
        while (reader.MoveNext())
        {
            dissector.Dissect(reader.Current);
        }
        dissector.Close();
        return [.. logs._logs.Select(log => folder.Write($"{log.Key}.log", log.Value.ToString()))];
    }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        if (kind == DnsKind.Dns && !message.IsResponse)
        {
            foreach (var question in message.Questions)
            {
                Add("dns", "query", context, question.Name.ToString());
            }
        }
    }

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello) =>
        Add("ssl", "server_name", context, Encoding.Latin1.GetString(hello.ServerName));

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) => Add("http", "host", context, Encoding.Latin1.GetString(request.HostName));

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello)
    {
    }

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message)
    {
    }

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message)
    {
    }

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message)
    {
    }

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet)
    {
    }

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message)
    {
    }

    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind)
    {
    }

    private void Add(string path, string column, scoped in FrameContext context, string name)
    {
        if (!_logs.TryGetValue(path, out var log))
        {
            _logs[path] = log = new StringBuilder($"#separator \\x09\n#unset_field\t-\n#path\t{path}\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\t{column}\n");
        }
        var seconds = (context.Time.Nanoseconds / 1e9m).ToString("0.000000", CultureInfo.InvariantCulture);
        log.Append(CultureInfo.InvariantCulture, $"{seconds}\t{context.Source}\t{context.SourcePort}\t{context.Destination}\t{context.DestinationPort}\t{(name.Length == 0 ? "-" : name)}\n");
    }
}
