using TrafficClassifier.Wire.Dns;

namespace TrafficClassifier.Sightings.Events;

/// <summary>DNS, mDNS and LLMNR: an event for each question, one for each answer.</summary>
internal sealed class DnsEvents
{
    /// <summary>RCODE mnemonics (IANA, dns-parameters), from 0.</summary>
    private static readonly string[] _responseCodes =
        ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE"];

    private readonly EventLine _line;

    public DnsEvents(EventLine line) => _line = line;

    public void Write(scoped in FrameContext context, DnsKind kind, scoped in DnsMessage message)
    {
        var type = kind switch
        {
            DnsKind.Multicast => "mdns",
            DnsKind.LinkLocal => "llmnr",
            _ => "dns",
        };
        if (message.IsResponse)
        {
            WriteAnswer(context, type, message);
            return;
        }
        foreach (var question in message.Questions)
        {
            BeginQuery(context, type, message);
            WriteQuestion(question);
            _line.End();
            if (message.Opcode != 0)
            {
                return;
            }
        }
        if (message.Opcode != 0 && message.QuestionCount == 0)
        {
            BeginQuery(context, type, message);
            _line.End();
        }
    }

    private void BeginQuery(scoped in FrameContext context, string type, scoped in DnsMessage message)
    {
        _line.Begin(context, type);
        _line.Json.WriteStartObject(type);
        _line.Json.WriteString("type"u8, "query"u8);
        WriteHead(message);
    }

    private void WriteAnswer(scoped in FrameContext context, string type, scoped in DnsMessage message)
    {
        _line.Begin(context, type);
        _line.Json.WriteStartObject(type);
        _line.Json.WriteString("type"u8, "answer"u8);
        WriteHead(message);
        foreach (var question in message.Questions)
        {
            WriteQuestion(question);
            break;
        }
        _line.WriteCode("rcode"u8, ResponseCodeName(message.ResponseCode), "RCODE", message.ResponseCode);
        var hasAnswer = false;
        foreach (var record in message.Records)
        {
            if (record.Section != DnsSection.Answer)
            {
                break;
            }
            if (!hasAnswer)
            {
                _line.Json.WriteStartArray("answers"u8);
                hasAnswer = true;
            }
            WriteRecord(record);
        }
        if (hasAnswer)
        {
            _line.Json.WriteEndArray();
        }
        _line.End();
    }

    private void WriteHead(scoped in DnsMessage message)
    {
        _line.Json.WriteNumber("id"u8, message.Id);
        if (message.Opcode != 0)
        {
            _line.Json.WriteNumber("opcode"u8, message.Opcode);
        }
    }

    private void WriteQuestion(scoped in DnsQuestion question)
    {
        _line.Json.WriteString("rrname"u8, _line.Text(question.Name));
        _line.WriteCode("rrtype"u8, question.Type.Name, "TYPE", question.Type.Value);
    }

    private void WriteRecord(scoped in DnsRecord record)
    {
        var hasAddress = record.TryGetAddress(out var address);
        var hasTarget = record.TryGetCname(out var target);
        if (!hasAddress && !hasTarget && (record.Type == DnsType.A || record.Type == DnsType.Aaaa || record.Type == DnsType.Cname))
        {
            return; // data that its type contradicts
        }
        _line.Json.WriteStartObject();
        _line.Json.WriteString("rrname"u8, _line.Text(record.Owner));
        _line.WriteCode("rrtype"u8, record.Type.Name, "TYPE", record.Type.Value);
        _line.Json.WriteNumber("ttl"u8, record.TimeToLive);
        if (hasAddress)
        {
            _line.Json.WriteString("rdata"u8, _line.Text(address));
        }
        else if (hasTarget)
        {
            _line.Json.WriteString("rdata"u8, _line.Text(target));
        }
        _line.Json.WriteEndObject();
    }

    private static string? ResponseCodeName(byte code) => code < _responseCodes.Length ? _responseCodes[code] : null;
}
