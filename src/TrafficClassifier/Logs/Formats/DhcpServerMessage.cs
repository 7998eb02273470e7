using TrafficClassifier.Identity;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// What ISC dhcpd and dnsmasq tell syslog of leases. The acknowledgement is the lease; neither says how long it runs, unless dhcpd adds
/// <c>lease-duration</c> or <c>valid for</c>: then it is taken for a day, which every client renews within (dhcpd's and dnsmasq's own
/// times are 12 hours and 1 hour).
/// </summary>
internal sealed class DhcpServerMessage
{
    private const long UntoldSeconds = 86_400;
    private readonly byte[] _id = new byte[256];

    public LineStatus Read(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        // dnsmasq's log-dhcp puts the transaction in front.
        var transaction = text;
        if (LogText.TryParseNumber(LogText.CutWord(ref transaction), out _))
        {
            text = transaction;
        }
        return text switch
        {
            var line when line.StartsWith("DHCPACK on "u8) => ReadIsc(LogRecordKind.LeaseGranted, time, text["DHCPACK on "u8.Length..], "to"u8, handler),
            var line when line.StartsWith("DHCPRELEASE of "u8) => ReadIsc(LogRecordKind.LeaseEnded, time, text["DHCPRELEASE of "u8.Length..], "from"u8, handler),
            var line when line.StartsWith("DHCPDECLINE of "u8) => ReadIsc(LogRecordKind.LeaseEnded, time, text["DHCPDECLINE of "u8.Length..], "from"u8, handler),
            var line when line.StartsWith("DHCPACK("u8) => ReadDnsmasq(LogRecordKind.LeaseGranted, time, text, handler),
            var line when line.StartsWith("DHCPREPLY("u8) => ReadDnsmasq(LogRecordKind.LeaseGranted, time, text, handler),
            var line when line.StartsWith("DHCPRELEASE("u8) || line.StartsWith("DHCPDECLINE("u8) => ReadDnsmasq(LogRecordKind.LeaseEnded, time, text, handler),
            var line when line.StartsWith("Reply NA: address "u8) => ReadIscv6(time, text["Reply NA: address "u8.Length..], handler),
            _ => LineStatus.NotOfInterest,
        };
    }

    /// <summary>10.0.0.5 to 00:11:22:33:44:55 (pc-17) via eth0.</summary>
    private static LineStatus ReadIsc(LogRecordKind kind, Instant time, ReadOnlySpan<byte> text, ReadOnlySpan<byte> toOrFrom, LogRecordHandler handler)
    {
        var address = LogText.CutWord(ref text);
        var word = LogText.CutWord(ref text);
        var mac = LogText.MacOf(LogText.CutWord(ref text));
        if (!LogText.TryParseAddress(address, out var client) || !word.SequenceEqual(toOrFrom) || mac == MacAddress.None)
        {
            return LineStatus.Malformed("expected ADDRESS to MAC");
        }
        ReadOnlySpan<byte> host = default;
        if (LogText.TryCutStart(ref text, "("u8) && LogText.TryCut(ref text, (byte)')', out var name))
        {
            host = name;
        }
        var duration = LogText.Between(text, "lease-duration "u8, (byte)' ');
        handler(new LogRecord(kind, time) { Client = client, Mac = mac, HostName = host, Seconds = LogText.SecondsOf(duration, UntoldSeconds) });
        return LineStatus.Record;
    }

    /// <summary>DHCPACK(eth0) 10.0.0.5 00:11:22:33:44:55 pc-17; of DHCPv6 the DUID for the hardware address.</summary>
    private LineStatus ReadDnsmasq(LogRecordKind kind, Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        LogText.CutWord(ref text);
        var address = LogText.CutWord(ref text);
        var id = LogText.CutWord(ref text);
        if (!LogText.TryParseAddress(address, out var client))
        {
            return LineStatus.NotOfInterest; // a stateless reply names none
        }
        var mac = LogText.MacOf(id);
        var length = mac == MacAddress.None ? LogText.ParseHex(id, _id) : 0;
        if (mac == MacAddress.None && length == 0)
        {
            return LineStatus.Malformed("expected ADDRESS MAC");
        }
        handler(new LogRecord(kind, time) { Client = client, Mac = mac, ClientId = _id.AsSpan(0, length), HostName = LogText.CutWord(ref text), Seconds = UntoldSeconds });
        return LineStatus.Record;
    }

    /// <summary>2001:db8::5 to client with duid 00:01:… iaid = 7 valid for 3600 seconds.</summary>
    private LineStatus ReadIscv6(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        var address = LogText.CutWord(ref text);
        var length = LogText.ParseHex(LogText.Between(text, "duid "u8, (byte)' '), _id);
        if (!LogText.TryParseAddress(address, out var client) || length == 0)
        {
            return LineStatus.Malformed("expected ADDRESS to client with duid DUID");
        }
        var seconds = LogText.SecondsOf(LogText.Between(text, "valid for "u8, (byte)' '), UntoldSeconds);
        handler(new LogRecord(LogRecordKind.LeaseGranted, time) { Client = client, ClientId = _id.AsSpan(0, length), Seconds = seconds });
        return LineStatus.Record;
    }
}
