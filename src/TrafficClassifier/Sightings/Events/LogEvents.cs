using System.Globalization;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Events;

/// <summary>What lines of logs tell, as events of the same kinds as what frames carry; the number is the line's.</summary>
internal sealed class LogEvents(EventLine line)
{
    private readonly byte[] _name = new byte[Wire.Dns.DnsName.LongestText];

    /// <param name="number">Of the line, from 1.</param>
    /// <param name="record">Any but a DNS message.</param>
    public void Write(long number, scoped in LogRecord record)
    {
        var kind = record.Kind switch
        {
            LogRecordKind.Lookup or LogRecordKind.Answer => "dns",
            LogRecordKind.Tls => "tls",
            LogRecordKind.Quic => "quic",
            LogRecordKind.Http or LogRecordKind.Connect or LogRecordKind.Refused => "http",
            LogRecordKind.LeaseAsked or LogRecordKind.LeaseEnded or LogRecordKind.LeaseGranted => record.Client.IsIpv4 || record.Client.IsUnspecified ? "dhcp" : "dhcp6",
            _ => "radius",
        };
        line.BeginLink(new FrameContext(record.Time, number), kind);
        if (record.IsSighting)
        {
            WriteEnds(record);
        }
        line.Json.WriteStartObject(kind == "dhcp6" ? "dhcp" : kind);
        switch (kind)
        {
            case "dns":
                WriteDns(record);
                break;
            case "http":
                WriteHttp(record);
                break;
            case "tls" or "quic":
                WriteName("sni"u8, record);
                if (record.IsEncryptedHello)
                {
                    line.Json.WriteBoolean("ech"u8, true);
                }
                break;
            case "radius":
                WriteSession(record);
                break;
            default:
                WriteLease(record);
                break;
        }
        line.End();
    }

    private void WriteEnds(scoped in LogRecord record)
    {
        var server = record.Kind == LogRecordKind.Answer ? default : record.Server;
        line.WriteAddress("src_ip"u8, record.Client);
        WritePort("src_port"u8, record.ClientPort);
        line.WriteAddress("dest_ip"u8, server);
        WritePort("dest_port"u8, record.ServerPort);
        line.Json.WriteString("proto"u8, record.IsTcp ? "TCP"u8 : "UDP"u8);
    }

    private void WritePort(ReadOnlySpan<byte> name, ushort port)
    {
        if (port > 0)
        {
            line.Json.WriteNumber(name, port);
        }
    }

    private void WriteName(ReadOnlySpan<byte> member, scoped in LogRecord record)
    {
        var length = LogName.Format(record.Name, _name);
        if (length > 0)
        {
            line.Json.WriteString(member, _name.AsSpan(0, length));
        }
    }

    private void WriteText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            line.Json.WriteString(name, line.Text(text));
        }
    }

    private void WriteDns(scoped in LogRecord record)
    {
        line.Json.WriteString("type"u8, record.Kind == LogRecordKind.Lookup ? "query"u8 : "answer"u8);
        WriteName("rrname"u8, record);
        if (record.Kind == LogRecordKind.Lookup)
        {
            if (!record.QueryType.IsEmpty)
            {
                line.Json.WriteString("rrtype"u8, System.Text.Encoding.ASCII.GetString(record.QueryType).ToUpperInvariant());
            }
            return;
        }
        line.Json.WriteString("rcode"u8, "NOERROR"u8);
        line.Json.WriteStartArray("answers"u8);
        line.Json.WriteStartObject();
        WriteName("rrname"u8, record);
        line.Json.WriteString("rrtype"u8, record.Server.IsIpv4 ? "A"u8 : "AAAA"u8);
        line.Json.WriteNumber("ttl"u8, record.Seconds);
        line.WriteAddress("rdata"u8, record.Server);
        line.Json.WriteEndObject();
        line.Json.WriteEndArray();
    }

    private void WriteHttp(scoped in LogRecord record)
    {
        WriteName("hostname"u8, record);
        if (record.Kind == LogRecordKind.Connect)
        {
            line.Json.WriteString("http_method"u8, "CONNECT"u8);
        }
        WriteText("http_user"u8, record.User);
        if (record.Kind == LogRecordKind.Refused)
        {
            line.Json.WriteBoolean("refused"u8, true);
        }
    }

    private void WriteLease(scoped in LogRecord record)
    {
        var isNew = !record.Client.IsIpv4 && !record.Client.IsUnspecified;
        var isGrant = record.Kind == LogRecordKind.LeaseGranted;
        line.Json.WriteString("type"u8, isGrant ? "reply"u8 : "request"u8);
        line.Json.WriteString("dhcp_type"u8, isGrant ? isNew ? "reply"u8 : "ack"u8 : record.Kind == LogRecordKind.LeaseEnded ? "release"u8 : "request"u8);
        if (isNew)
        {
            WriteHex("client_duid"u8, record.ClientId);
            line.Json.WriteStartArray("addresses"u8);
            line.Json.WriteStartObject();
            line.WriteAddress("address"u8, record.Client);
            WriteSeconds("valid_lifetime"u8, record.Seconds);
            line.Json.WriteEndObject();
            line.Json.WriteEndArray();
        }
        else
        {
            line.WriteAddress(isGrant ? "assigned_ip"u8 : "client_ip"u8, record.Client);
            if (!record.ClientId.IsEmpty)
            {
                line.Json.WriteString("client_id"u8, EventLine.Colons(record.ClientId));
            }
            WriteSeconds("lease_time"u8, record.Seconds);
        }
        if (record.Mac != MacAddress.None)
        {
            line.Json.WriteString("client_mac"u8, record.Mac.ToString());
        }
        WriteText("hostname"u8, record.HostName);
    }

    private void WriteHex(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            line.Json.WriteString(name, Convert.ToHexStringLower(bytes));
        }
    }

    private void WriteSeconds(ReadOnlySpan<byte> name, long seconds)
    {
        if (seconds != LogRecord.Untold)
        {
            line.Json.WriteNumber(name, seconds);
        }
    }

    private void WriteSession(scoped in LogRecord record)
    {
        line.Json.WriteString("type"u8, record.Kind switch
        {
            LogRecordKind.SessionStart => "start"u8,
            LogRecordKind.SessionStop => "stop"u8,
            LogRecordKind.SessionInterim => "interim-update"u8,
            _ => "other"u8,
        });
        WriteText("user"u8, record.User);
        WriteText("session_id"u8, record.Session);
        WriteText("calling_station_id"u8, record.Mac == MacAddress.None ? default : System.Text.Encoding.ASCII.GetBytes(record.Mac.ToString()));
        line.WriteAddress("framed_ip"u8, record.Client);
        line.WriteAddress("framed_ipv6"u8, record.ClientIpv6);
        if (record.Ipv6Prefix != default(IpAddress))
        {
            line.Json.WriteString("framed_ipv6_prefix"u8, string.Create(CultureInfo.InvariantCulture, $"{record.Ipv6Prefix}/64"));
        }
    }
}
