using TrafficClassifier.Logs;
using TrafficClassifier.Sightings.Events;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Quic;
using TrafficClassifier.Wire.Radius;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Writes every message as a line of JSON with the field names of Suricata's EVE format (DESIGN.md 6). A field without a value is left out.</summary>
public sealed class EventWriter : IFrameObserver, IDisposable
{
    private readonly EventLine _line;
    private readonly DnsEvents _dns;
    private readonly TlsEvents _tls;
    private readonly HttpEvents _http;
    private readonly DhcpEvents _dhcp;
    private readonly Dhcpv6Events _dhcpv6;
    private readonly NeighbourEvents _neighbours;
    private readonly RadiusEvents _radius;
    private readonly LogEvents _logs;

    /// <param name="output">Not owned.</param>
    public EventWriter(Stream output)
    {
        _line = new EventLine(output);
        _dns = new DnsEvents(_line);
        _tls = new TlsEvents(_line);
        _http = new HttpEvents(_line);
        _dhcp = new DhcpEvents(_line);
        _dhcpv6 = new Dhcpv6Events(_line);
        _neighbours = new NeighbourEvents(_line);
        _radius = new RadiusEvents(_line);
        _logs = new LogEvents(_line);
    }

    /// <summary>The capture that the next frames are of.</summary>
    public string Input
    {
        get => _line.Input;
        set => _line.Input = value;
    }

    /// <summary>What a line of a log tells.</summary>
    /// <param name="number">Of the line, from 1.</param>
    /// <param name="record">Of the line.</param>
    public void Observe(long number, scoped in LogRecord record)
    {
        if (record.Kind == LogRecordKind.DnsMessage)
        {
            LogSightings.TellMessage(number, record, this);
        }
        else
        {
            _logs.Write(number, record);
        }
    }

    /// <summary>What requests of accounting are checked with.</summary>
    public RadiusSecret? RadiusSecret
    {
        get => _radius.Secret;
        set => _radius.Secret = value;
    }

    public long Written => _line.Written;

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message) => _dns.Write(context, kind, message);

    public void ObserveClientHello(scoped in FrameContext context, HelloOrigin origin, scoped in ClientHello hello) => _tls.Write(context, origin, hello);

    public void ObserveGoogleHello(scoped in FrameContext context, scoped in GoogleQuicHello hello) => _tls.Write(context, hello);

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request) => _http.Write(context, request);

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message) => _dhcp.Write(context, message);

    public void ObserveDhcpv6(scoped in FrameContext context, scoped in Dhcpv6Message message) => _dhcpv6.Write(context, message);

    public void ObserveNeighbour(scoped in FrameContext context, scoped in NeighbourMessage message) => _neighbours.Write(context, message);

    public void ObserveArp(scoped in FrameContext context, scoped in ArpPacket packet) => _neighbours.Write(context, packet);

    public void ObserveRadius(scoped in FrameContext context, scoped in RadiusMessage message) => _radius.Write(context, message);

    /// <summary>Nothing is known of it but that it is there.</summary>
    public void ObserveUnread(scoped in FrameContext context, UnreadKind kind)
    {
    }

    public void Dispose() => _line.Dispose();
}
