namespace TrafficClassifier.Logs.Formats;

/// <summary>An event of DHCP: the acknowledgement is the lease, as on the wire (RFC 2131 3.1).</summary>
internal static class EveLease
{
    /// <param name="read">The event.</param>
    /// <param name="id">Room for a client id.</param>
    /// <param name="host">Room for a host name.</param>
    /// <param name="handler">Takes the lease.</param>
    public static LineStatus Read(scoped in EveEvent read, Span<byte> id, Span<byte> host, LogRecordHandler handler)
    {
        ReadOnlySpan<byte> type = default, assigned = default, own = default, requested = default, mac = default, name = default, seconds = default, clientId = default;
        var members = new JsonMembers(read.Body);
        while (members.TryNext())
        {
            var value = members.Value;
            switch (members.Name)
            {
                case var key when key.SequenceEqual("dhcp_type"u8): type = value; break;
                case var key when key.SequenceEqual("assigned_ip"u8): assigned = value; break;
                case var key when key.SequenceEqual("client_ip"u8): own = value; break;
                case var key when key.SequenceEqual("requested_ip"u8): requested = value; break;
                case var key when key.SequenceEqual("client_mac"u8): mac = value; break;
                case var key when key.SequenceEqual("hostname"u8): name = JsonMembers.Unescape(value, host); break;
                case var key when key.SequenceEqual("client_fqdn"u8): name = name.IsEmpty ? JsonMembers.Unescape(value, host) : name; break;
                case var key when key.SequenceEqual("lease_time"u8): seconds = value; break;
                case var key when key.SequenceEqual("client_id"u8): clientId = value; break;
                default: break;
            }
        }
        if (members.IsBroken)
        {
            return LineStatus.Malformed("dhcp: no object of JSON");
        }
        var isAsked = type.SequenceEqual("request"u8) || type.SequenceEqual("discover"u8) || type.SequenceEqual("inform"u8);
        var isDecline = type.SequenceEqual("decline"u8); // RFC 2131 4.4.4: the client has no address then
        var isEnd = isDecline || type.SequenceEqual("release"u8);
        var address = isAsked ? default : LogText.AddressOf(isDecline ? requested : isEnd ? own : assigned);
        if ((!isEnd && !isAsked && !type.SequenceEqual("ack"u8)) || (address.IsUnspecified && !isAsked))
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(isAsked ? LogRecordKind.LeaseAsked : isEnd ? LogRecordKind.LeaseEnded : LogRecordKind.LeaseGranted, read.Time)
        {
            Client = address,
            Mac = LogText.MacOf(mac),
            ClientId = id[..LogText.ParseHex(clientId, id)],
            HostName = name,
            Seconds = LogText.TryParseNumber(seconds, out var lease) ? lease : LogRecord.Untold,
        });
        return LineStatus.Record;
    }
}
