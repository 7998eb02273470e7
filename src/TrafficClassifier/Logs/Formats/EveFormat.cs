using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// Suricata's EVE (https://docs.suricata.io/en/latest/output/eve/eve-json-format.html): dns of all three versions, tls, quic, http and dhcp; so
/// also what <c>traffic events</c> prints. A line counts at the start of its flow where it tells that, else at its timestamp.
/// </summary>
internal sealed class EveFormat(LogClock clock) : LogFormat
{
    private const ushort DnsPort = 53;
    private const int MostAnswers = 64;
    private readonly byte[] _name = new byte[1024];
    private readonly byte[] _host = new byte[512];
    private readonly byte[] _id = new byte[256];

    public override string Name => "eve";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (line.IsEmpty || line[0] != '{')
        {
            return LineStatus.Foreign;
        }
        var read = EveEvent.Read(line, clock);
        if (read.Type.IsEmpty)
        {
            return LineStatus.Foreign;
        }
        if (!read.IsWhole)
        {
            return LineStatus.Malformed("no whole object of JSON");
        }
        if (!read.HasTime)
        {
            return LineStatus.Malformed("timestamp: expected 2026-11-24T10:11:12.123456+0000");
        }
        if (read.Body.IsEmpty)
        {
            return LineStatus.NotOfInterest;
        }
        var body = new JsonMembers(read.Body);
        return read.Type switch
        {
            var type when type.SequenceEqual("dns"u8) => ReadDns(read, handler),
            var type when type.SequenceEqual("tls"u8) => ReadHello(read, LogRecordKind.Tls, handler),
            var type when type.SequenceEqual("quic"u8) => ReadHello(read, LogRecordKind.Quic, handler),
            var type when type.SequenceEqual("http"u8) => ReadHttp(read, body, handler),
            var type when type.SequenceEqual("dhcp"u8) => EveLease.Read(read, _id, _host, handler),
            _ => LineStatus.NotOfInterest,
        };
    }

    private static LogRecord Connection(scoped in EveEvent read, LogRecordKind kind, ReadOnlySpan<byte> name, bool isEncrypted = false) => new(kind, read.Time)
    {
        Client = read.Source,
        ClientPort = read.SourcePort,
        Server = read.Destination,
        ServerPort = read.DestinationPort,
        IsTcp = read.IsTcp,
        Name = name,
        IsEncryptedHello = isEncrypted,
    };

    private LineStatus ReadHello(scoped in EveEvent read, LogRecordKind kind, LogRecordHandler handler)
    {
        ReadOnlySpan<byte> name = default;
        var isEncrypted = false;
        var members = new JsonMembers(read.Body);
        while (members.TryNext())
        {
            if (members.Name.SequenceEqual("sni"u8))
            {
                name = JsonMembers.Unescape(members.Value, _name);
            }
            else if (members.Name.SequenceEqual("ech"u8))
            {
                isEncrypted = members.Value.SequenceEqual("true"u8);
            }
        }
        return Tell(members, read, Connection(read, kind, name, isEncrypted), handler);
    }

    private LineStatus ReadHttp(scoped in EveEvent read, JsonMembers members, LogRecordHandler handler)
    {
        ReadOnlySpan<byte> name = default;
        var kind = LogRecordKind.Http;
        while (members.TryNext())
        {
            if (members.Name.SequenceEqual("hostname"u8))
            {
                name = LogName.WithoutPort(JsonMembers.Unescape(members.Value, _name));
            }
            else if (members.Name.SequenceEqual("http_method"u8))
            {
                kind = members.Value.SequenceEqual("CONNECT"u8) ? LogRecordKind.Connect : kind;
            }
        }
        return Tell(members, read, Connection(read, kind, name), handler);
    }

    private static LineStatus Tell(scoped in JsonMembers members, scoped in EveEvent read, scoped in LogRecord record, LogRecordHandler handler)
    {
        if (members.IsBroken || read.Source.IsUnspecified)
        {
            return LineStatus.Malformed(members.IsBroken ? "the event's own part is no object of JSON" : "src_ip: expected an address");
        }
        handler(record);
        return LineStatus.Record;
    }

    /// <summary>Which of the two asked is told by the port: versions of Suricata differ in whose address is the source of an answer.</summary>
    private LineStatus ReadDns(scoped in EveEvent read, LogRecordHandler handler)
    {
        var isFromServer = read.SourcePort == DnsPort && read.DestinationPort != DnsPort;
        var client = isFromServer ? read.Destination : read.Source;
        if (client.IsUnspecified)
        {
            return LineStatus.Malformed("src_ip, dest_ip: expected addresses");
        }
        ReadOnlySpan<byte> type = default, name = default, recordType = default, queries = default, answers = default, data = default, life = default, code = default;
        var members = new JsonMembers(read.Body);
        while (members.TryNext())
        {
            var value = members.Value;
            switch (members.Name)
            {
                case var key when key.SequenceEqual("type"u8): type = value; break;
                case var key when key.SequenceEqual("rrname"u8): name = JsonMembers.Unescape(value, _name); break;
                case var key when key.SequenceEqual("rrtype"u8): recordType = value; break;
                case var key when key.SequenceEqual("rcode"u8): code = value; break;
                case var key when key.SequenceEqual("ttl"u8): life = value; break;
                case var key when key.SequenceEqual("rdata"u8): data = value; break;
                case var key when key.SequenceEqual("queries"u8): queries = value; break;
                case var key when key.SequenceEqual("answers"u8): answers = value; break;
                default: break;
            }
        }
        if (members.IsBroken)
        {
            return LineStatus.Malformed("the event's own part is no object of JSON");
        }
        var lookup = new LogRecord(LogRecordKind.Lookup, read.Time)
        {
            Client = client,
            ClientPort = isFromServer ? read.DestinationPort : read.SourcePort,
            Server = isFromServer ? read.Source : read.Destination,
            ServerPort = isFromServer ? read.SourcePort : read.DestinationPort,
            IsTcp = read.IsTcp,
            Name = name,
            QueryType = recordType,
        };
        if (type.SequenceEqual("query"u8) || type.SequenceEqual("request"u8))
        {
            return queries.IsEmpty ? Ask(lookup, handler) : AskAll(queries, lookup, handler);
        }
        if ((!type.SequenceEqual("answer"u8) && !type.SequenceEqual("response"u8)) || !(code.IsEmpty || code.SequenceEqual("NOERROR"u8)))
        {
            return LineStatus.NotOfInterest;
        }
        if (name.IsEmpty && JsonMembers.TryCutElement(ref queries, out var query))
        {
            name = Question(query, out _);
        }
        return answers.IsEmpty ? Answer(name, data, life, lookup, handler) : AnswerAll(name, answers, lookup, handler);
    }

    private static LineStatus Ask(scoped in LogRecord lookup, LogRecordHandler handler)
    {
        if (lookup.Name.IsEmpty)
        {
            return LineStatus.NotOfInterest;
        }
        handler(lookup);
        return LineStatus.Record;
    }

    /// <summary>Version 3: a list of questions.</summary>
    private LineStatus AskAll(ReadOnlySpan<byte> queries, scoped in LogRecord lookup, LogRecordHandler handler)
    {
        var status = LineStatus.NotOfInterest;
        for (var i = 0; i < MostAnswers && JsonMembers.TryCutElement(ref queries, out var query); i++)
        {
            var name = Question(query, out var type);
            var asked = new LogRecord(LogRecordKind.Lookup, lookup.Time)
            {
                Client = lookup.Client,
                ClientPort = lookup.ClientPort,
                Server = lookup.Server,
                ServerPort = lookup.ServerPort,
                IsTcp = lookup.IsTcp,
                Name = name,
                QueryType = type,
            };
            status = Ask(asked, handler).Outcome == LineOutcome.Record ? LineStatus.Record : status;
        }
        return status;
    }

    private ReadOnlySpan<byte> Question(ReadOnlySpan<byte> query, out ReadOnlySpan<byte> type)
    {
        ReadOnlySpan<byte> name = default;
        type = default;
        var members = new JsonMembers(query);
        while (members.TryNext())
        {
            name = members.Name.SequenceEqual("rrname"u8) ? JsonMembers.Unescape(members.Value, _name) : name;
            type = members.Name.SequenceEqual("rrtype"u8) ? members.Value : type;
        }
        return name;
    }

    private static LineStatus AnswerAll(ReadOnlySpan<byte> name, ReadOnlySpan<byte> answers, scoped in LogRecord lookup, LogRecordHandler handler)
    {
        var status = LineStatus.NotOfInterest;
        for (var i = 0; i < MostAnswers && JsonMembers.TryCutElement(ref answers, out var answer); i++)
        {
            ReadOnlySpan<byte> data = default, life = default;
            var members = new JsonMembers(answer);
            while (members.TryNext())
            {
                data = members.Name.SequenceEqual("rdata"u8) && members.IsString ? members.Value : data;
                life = members.Name.SequenceEqual("ttl"u8) ? members.Value : life;
            }
            status = Answer(name, data, life, lookup, handler).Outcome == LineOutcome.Record ? LineStatus.Record : status;
        }
        return status;
    }

    private static LineStatus Answer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, ReadOnlySpan<byte> life, scoped in LogRecord lookup, LogRecordHandler handler)
    {
        if (name.IsEmpty || !LogText.TryParseAddress(data, out var address) || address.IsUnspecified)
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(LogRecordKind.Answer, lookup.Time) { Client = lookup.Client, Server = address, Name = name, Seconds = LogText.SecondsOf(life, 0) });
        return LineStatus.Record;
    }
}
