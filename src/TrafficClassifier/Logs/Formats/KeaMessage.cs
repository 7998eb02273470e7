using TrafficClassifier.Identity;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A message of Kea's (https://kea.readthedocs.io/en/latest/kea-messages.html): <c>DHCP4_LEASE_ALLOC [hwtype=1 02:…], cid=[01:…], tid=0x…:
/// lease 10.0.0.5 has been allocated for 3600 seconds</c>, <c>DHCP4_RELEASE …: address 10.0.0.5 was released properly.</c>, and the like of
/// DHCPv6. DHCP4_LEASE_ADVERT and _OFFER are no leases.
/// </summary>
internal sealed class KeaMessage
{
    private readonly byte[] _id = new byte[256];

    public LineStatus Read(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        // Syslog: the severity and the logger may stand in front.
        var at = text.IndexOf("DHCP"u8);
        if (at < 0)
        {
            return LineStatus.NotOfInterest;
        }
        text = text[at..];
        var name = LogText.CutWord(ref text);
        return name switch
        {
            _ when name.SequenceEqual("DHCP4_LEASE_ALLOC"u8) => Grant(time, text, "lease "u8, handler),
            _ when name.SequenceEqual("DHCP6_LEASE_ALLOC"u8) || name.SequenceEqual("DHCP6_LEASE_RENEW"u8) => Grant(time, text, "lease for address "u8, handler),
            _ when name.SequenceEqual("DHCP4_RELEASE"u8) => End(time, text, ": address "u8, handler),
            _ when name.SequenceEqual("DHCP6_RELEASE_NA"u8) => End(time, text, "binding for address "u8, handler),
            _ when name.SequenceEqual("DHCP4_DECLINE_LEASE"u8) => End(time, text, "for addr "u8, handler),
            _ => LineStatus.NotOfInterest,
        };
    }

    private LineStatus Grant(Instant time, ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, LogRecordHandler handler)
    {
        var seconds = LogText.Between(text, "allocated for "u8, (byte)' ');
        return Tell(new LogRecord(LogRecordKind.LeaseGranted, time) { Seconds = LogText.SecondsOf(seconds, LogRecord.Untold) }, text, before, handler);
    }

    private LineStatus End(Instant time, ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, LogRecordHandler handler) =>
        Tell(new LogRecord(LogRecordKind.LeaseEnded, time), text, before, handler);

    private LineStatus Tell(scoped in LogRecord record, ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, LogRecordHandler handler)
    {
        if (!LogText.TryParseAddress(LogText.Between(text, before, (byte)' '), out var client))
        {
            return LineStatus.Malformed("names no address");
        }
        var mac = LogText.MacOf(LogText.Between(LogText.Between(text, "hwtype="u8, (byte)']'), " "u8, (byte)']'));
        var id = LogText.Between(text, "cid=["u8, (byte)']');
        id = id.IsEmpty ? LogText.Between(text, "duid=["u8, (byte)']') : id;
        var length = LogText.ParseHex(id, _id); // "no info" is none
        if (mac == MacAddress.None && length == 0)
        {
            return LineStatus.Malformed("names no client");
        }
        handler(new LogRecord(record.Kind, record.Time) { Client = client, Mac = mac, ClientId = _id.AsSpan(0, length), Seconds = record.Seconds });
        return LineStatus.Record;
    }
}
