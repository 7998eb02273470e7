using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Http;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Tls;

namespace TrafficClassifier.Sightings;

/// <summary>Writes every message as a line of JSON with the field names of Suricata's EVE format (DESIGN.md 6). A field without a value is left out.</summary>
public sealed class EventWriter : IFrameObserver, IDisposable
{
    /// <summary>RCODE mnemonics (IANA, dns-parameters), from 0.</summary>
    private static readonly string[] _responseCodes =
        ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"];

    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    /// <summary>Holds any text a frame can carry: what is printed is never cut.</summary>
    private readonly byte[] _text = new byte[WireText.LongestEscape * ushort.MaxValue];

    private readonly byte[] _raw = new byte[DnsName.LongestWire];

    /// <param name="output">Not owned.</param>
    public EventWriter(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The capture that the next frames are of.</summary>
    public string Input { get; set; } = "";

    public long Written { get; private set; }

    public void ObserveDns(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        var type = kind switch
        {
            DnsKind.Multicast => "mdns",
            DnsKind.LinkLocal => "llmnr",
            _ => "dns",
        };
        if (message.IsResponse)
        {
            WriteDnsAnswer(context, type, message);
            return;
        }
        foreach (var question in message.Questions)
        {
            BeginQuery(context, type, message);
            WriteQuestion(question);
            End();
            if (message.Opcode != 0)
            {
                return;
            }
        }
        if (message.Opcode != 0 && message.QuestionCount == 0)
        {
            BeginQuery(context, type, message);
            End();
        }
    }

    public void ObserveClientHello(scoped in FrameContext context, scoped in ClientHello hello)
    {
        if (hello.IsCut && hello.ServerName.IsEmpty)
        {
            return; // the name may stand in the part that is not here
        }
        Begin(context, "tls");
        _json.WriteStartObject("tls"u8);
        if (!hello.ServerName.IsEmpty)
        {
            _json.WriteString("sni"u8, Text(hello.ServerName));
        }
        var hasProtocol = false;
        foreach (var protocol in hello.ApplicationProtocols)
        {
            if (!hasProtocol)
            {
                _json.WriteStartArray("alpn"u8);
                hasProtocol = true;
            }
            _json.WriteStringValue(Text(protocol));
        }
        if (hasProtocol)
        {
            _json.WriteEndArray();
        }
        _json.WriteBoolean("ech"u8, hello.HasEncryptedClientHello);
        End();
    }

    public void ObserveHttpRequest(scoped in FrameContext context, scoped in HttpRequestHead request)
    {
        var host = request.HasHost ? request.Host : request.Authority;
        if (!request.HasHost && host.IsEmpty)
        {
            return;
        }
        Begin(context, "http");
        _json.WriteStartObject("http"u8);
        _json.WriteString("hostname"u8, Text(host));
        _json.WriteString("http_method"u8, Encoding.ASCII.GetString(request.Method));
        End();
    }

    public void ObserveDhcp(scoped in FrameContext context, scoped in DhcpMessage message)
    {
        var type = message.MessageType;
        if (type == DhcpMessageType.None && !message.IsReply)
        {
            return;
        }
        Begin(context, "dhcp");
        _json.WriteStartObject("dhcp"u8);
        _json.WriteString("type"u8, message.IsReply ? "reply"u8 : "request"u8);
        _json.WriteNumber("id"u8, message.TransactionId);
        _json.WriteString("dhcp_type"u8, type == DhcpMessageType.None ? "bootp_reply" : type.ToString().ToLowerInvariant());
        WriteAddress("assigned_ip"u8, message.YourAddress);
        if (type == DhcpMessageType.Release || !message.ClientAddress.IsUnspecified)
        {
            _json.WriteString("client_ip"u8, Text(message.ClientAddress));
        }
        WriteAddress("relay_ip"u8, message.RelayAddress);
        WriteAddress("requested_ip"u8, message.RequestedAddress ?? default);
        WriteAddress("server_id"u8, message.ServerId ?? default);
        if (!message.ClientHardware.IsEmpty)
        {
            _json.WriteString("client_mac"u8, Colons(message.ClientHardware));
        }
        if (message.LeaseSeconds is { } seconds)
        {
            _json.WriteNumber("lease_time"u8, seconds);
        }
        WriteOptionText("hostname"u8, message, DhcpOption.HostName);
        var fqdn = message.FormatClientFqdn(_text);
        if (fqdn > 0)
        {
            _json.WriteString("client_fqdn"u8, _text.AsSpan(0, fqdn));
        }
        var clientId = Math.Clamp(message.CopyOption(DhcpOption.ClientId, _raw), 0, _raw.Length);
        if (clientId > 0)
        {
            _json.WriteString("client_id"u8, Colons(_raw.AsSpan(0, clientId)));
        }
        End();
    }

    /// <summary>Nothing is known of it but that it is there.</summary>
    public void ObserveUnreadConnection(scoped in FrameContext context)
    {
    }

    public void Dispose()
    {
        _json.Flush();
        _json.Dispose();
    }

    private void BeginQuery(scoped in FrameContext context, string type, scoped in DnsMessage message)
    {
        Begin(context, type);
        _json.WriteStartObject(type);
        _json.WriteString("type"u8, "query"u8);
        WriteDnsHead(message);
    }

    private void WriteDnsAnswer(scoped in FrameContext context, string type, scoped in DnsMessage message)
    {
        Begin(context, type);
        _json.WriteStartObject(type);
        _json.WriteString("type"u8, "answer"u8);
        WriteDnsHead(message);
        foreach (var question in message.Questions)
        {
            WriteQuestion(question);
            break;
        }
        WriteCode("rcode"u8, ResponseCodeName(message.ResponseCode), "RCODE", message.ResponseCode);
        var hasAnswer = false;
        foreach (var record in message.Records)
        {
            if (record.Section != DnsSection.Answer)
            {
                break;
            }
            if (!hasAnswer)
            {
                _json.WriteStartArray("answers"u8);
                hasAnswer = true;
            }
            WriteRecord(record);
        }
        if (hasAnswer)
        {
            _json.WriteEndArray();
        }
        End();
    }

    private void WriteDnsHead(scoped in DnsMessage message)
    {
        _json.WriteNumber("id"u8, message.Id);
        if (message.Opcode != 0)
        {
            _json.WriteNumber("opcode"u8, message.Opcode);
        }
    }

    private void WriteQuestion(scoped in DnsQuestion question)
    {
        _json.WriteString("rrname"u8, Text(question.Name));
        WriteCode("rrtype"u8, question.Type.Name, "TYPE", question.Type.Value);
    }

    private void WriteRecord(scoped in DnsRecord record)
    {
        var hasAddress = record.TryGetAddress(out var address);
        var hasTarget = record.TryGetCname(out var target);
        if (!hasAddress && !hasTarget && (record.Type == DnsType.A || record.Type == DnsType.Aaaa || record.Type == DnsType.Cname))
        {
            return; // data that its type contradicts
        }
        _json.WriteStartObject();
        _json.WriteString("rrname"u8, Text(record.Owner));
        WriteCode("rrtype"u8, record.Type.Name, "TYPE", record.Type.Value);
        _json.WriteNumber("ttl"u8, record.TimeToLive);
        if (hasAddress)
        {
            _json.WriteString("rdata"u8, Text(address));
        }
        else if (hasTarget)
        {
            _json.WriteString("rdata"u8, Text(target));
        }
        _json.WriteEndObject();
    }

    private void Begin(scoped in FrameContext context, string type)
    {
        _json.WriteStartObject();
        _json.WriteString("timestamp"u8, context.Time.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture));
        _json.WriteString("pcap_filename"u8, Input);
        _json.WriteNumber("pcap_cnt"u8, context.Number);
        _json.WriteString("event_type"u8, type);
        Span<ushort> vlans = stackalloc ushort[8];
        vlans = vlans[..context.CopyVlanIds(vlans)];
        if (!vlans.IsEmpty)
        {
            _json.WriteStartArray("vlan"u8);
            foreach (var vlan in vlans)
            {
                _json.WriteNumberValue(vlan);
            }
            _json.WriteEndArray();
        }
        _json.WriteString("src_ip"u8, Text(context.Source, context.IsIpv6));
        _json.WriteNumber("src_port"u8, context.SourcePort);
        _json.WriteString("dest_ip"u8, Text(context.Destination, context.IsIpv6));
        _json.WriteNumber("dest_port"u8, context.DestinationPort);
        _json.WriteString("proto"u8, context.IsTcp ? "TCP"u8 : "UDP"u8);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _output.WriteByte((byte)'\n');
        _json.Reset();
        Written++;
    }

    private void WriteAddress(ReadOnlySpan<byte> name, IpAddress address)
    {
        if (!address.IsUnspecified)
        {
            _json.WriteString(name, Text(address));
        }
    }

    private void WriteOptionText(ReadOnlySpan<byte> name, scoped in DhcpMessage message, byte option)
    {
        var length = Math.Clamp(message.CopyOption(option, _raw), 0, _raw.Length);
        if (length > 0)
        {
            _json.WriteString(name, Text(_raw.AsSpan(0, length)));
        }
    }

    private void WriteCode(ReadOnlySpan<byte> name, string? mnemonic, string prefix, int value) =>
        _json.WriteString(name, mnemonic ?? string.Create(CultureInfo.InvariantCulture, $"{prefix}{value}"));

    private ReadOnlySpan<byte> Text(scoped in DnsName name) => _text.AsSpan(0, name.Format(_text));

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) => _text.AsSpan(0, WireText.Format(bytes, _text));

    private ReadOnlySpan<byte> Text(IpAddress address, bool isIpv6 = false)
    {
        var prefix = isIpv6 && address.IsIpv4 ? "::ffff:"u8 : default;
        prefix.CopyTo(_text);
        return _text.AsSpan(0, prefix.Length + address.Format(_text.AsSpan(prefix.Length)));
    }

    private static string Colons(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(3 * bytes.Length);
        foreach (var value in bytes)
        {
            text.Append(text.Length > 0 ? ":" : "").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static string? ResponseCodeName(byte code) => code < _responseCodes.Length ? _responseCodes[code] : null;
}
