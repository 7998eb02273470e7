namespace TrafficClassifier.Logs.Formats;

/// <summary>A file of syslog, in which several programs write: the lines of those that are known are read, the others are of no interest.</summary>
internal sealed class SyslogFormat(LogClock clock) : LogFormat
{
    private readonly UnboundMessage _unbound = new();
    private readonly DhcpServerMessage _dhcp = new();
    private readonly KeaMessage _kea = new();
    private readonly SquidFormat _squid = new();

    public override string Name => "syslog";

    internal override bool IsCertain => false;

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (!SyslogHeader.TryRead(line, clock, out var header))
        {
            return LineStatus.Foreign;
        }
        return header.Program switch
        {
            var name when name.SequenceEqual("dnsmasq"u8) => DnsmasqMessage.Read(header.Time, header.Message, handler),
            var name when name.SequenceEqual("dnsmasq-dhcp"u8) || name.SequenceEqual("dhcpd"u8) => _dhcp.Read(header.Time, header.Message, handler),
            var name when name.SequenceEqual("named"u8) => ReadBind(header, handler),
            var name when name.SequenceEqual("unbound"u8) => _unbound.Read(header.Time, header.Message, handler),
            var name when name.StartsWith("kea-dhcp"u8) => _kea.Read(header.Time, header.Message, handler),
            var name when name.StartsWith("squid"u8) || name.StartsWith("(squid"u8) => ReadSquid(header.Message, handler),
            _ => LineStatus.NotOfInterest,
        };
    }

    /// <summary>Squid's own line has its own time; what else it tells syslog is no line of its access log.</summary>
    private LineStatus ReadSquid(ReadOnlySpan<byte> message, LogRecordHandler handler)
    {
        var status = _squid.Read(message, handler);
        return status.Outcome == LineOutcome.Foreign ? LineStatus.NotOfInterest : status;
    }

    /// <summary>With print-category and print-severity these stand in front here too.</summary>
    private static LineStatus ReadBind(scoped in SyslogHeader header, LogRecordHandler handler)
    {
        var at = header.Message.IndexOf("client "u8);
        return at < 0 || at > 40 ? LineStatus.NotOfInterest : BindMessage.Read(header.Time, header.Message[at..], handler);
    }
}
