using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>The values of one line of Zeek's, without what stands for "none". Lists are as they stand: with commas, or in brackets.</summary>
internal ref struct ZeekRow(ReadOnlySpan<byte> line, Span<(int Start, int Length)> values)
{
    /// <summary>Addresses of one answer that are told; more is no site's.</summary>
    private const int MostAnswers = 64;

    private readonly ReadOnlySpan<byte> _line = line;
    private readonly Span<(int Start, int Length)> _values = values;

    public readonly ReadOnlySpan<byte> this[ZeekColumn column] => _line.Slice(_values[(int)column].Start, _values[(int)column].Length);

    public readonly void Set(ZeekColumn column, int start, int length) => _values[(int)column] = (start, length);

    /// <param name="path">Which log it is of.</param>
    /// <param name="room">For names that hold escapes.</param>
    /// <param name="handler">Takes what it tells.</param>
    public readonly LineStatus Tell(ZeekPath path, Span<byte> room, LogRecordHandler handler)
    {
        if (path == ZeekPath.Other)
        {
            return LineStatus.NotOfInterest;
        }
        if (!LogTime.TryParseUnix(this[ZeekColumn.Time], out var time))
        {
            return LineStatus.Malformed("ts: expected seconds since 1970");
        }
        if (path == ZeekPath.Dhcp)
        {
            return TellLease(time, room, handler);
        }
        if (!LogText.TryParseAddress(this[ZeekColumn.Client], out var client))
        {
            return LineStatus.Malformed("id.orig_h: expected an address");
        }
        var server = LogText.AddressOf(this[ZeekColumn.Server]);
        var clientPort = LogText.PortOf(this[ZeekColumn.ClientPort]);
        var serverPort = LogText.PortOf(this[ZeekColumn.ServerPort]);
        if (path == ZeekPath.Dns)
        {
            return TellLookup(time, (client, clientPort), (server, serverPort), room, handler);
        }
        var isTunnel = path == ZeekPath.Http && this[ZeekColumn.Method].SequenceEqual("CONNECT"u8);
        handler(new LogRecord(path == ZeekPath.Ssl ? LogRecordKind.Tls : path == ZeekPath.Quic ? LogRecordKind.Quic : isTunnel ? LogRecordKind.Connect : LogRecordKind.Http, time)
        {
            Client = client,
            ClientPort = clientPort,
            Server = server,
            ServerPort = serverPort,
            Name = path == ZeekPath.Http ? LogName.WithoutPort(Text(ZeekColumn.Host, room)) : Text(ZeekColumn.ServerName, room),
            IsTcp = path != ZeekPath.Quic,
        });
        return LineStatus.Record;
    }

    /// <summary>Bytes that are no printable ASCII stand as \x.. (JSON: in its own escapes, taken back before).</summary>
    private readonly ReadOnlySpan<byte> Text(ZeekColumn column, Span<byte> room) => LogText.Unescape(this[column], (byte)'\\', "x"u8, room);

    private readonly LineStatus TellLookup(Instant time, (IpAddress Address, ushort Port) client, (IpAddress Address, ushort Port) server, Span<byte> room, LogRecordHandler handler)
    {
        const ushort Dns = 53, AlsoDns = 5353, LinkLocal = 5355, NetBios = 137;
        var name = Text(ZeekColumn.Query, room);
        // Names of the local link name no site: mDNS, LLMNR and NetBIOS stand in the same log.
        if (name.IsEmpty || server.Port is AlsoDns or LinkLocal or NetBios || this[ZeekColumn.QueryClass] is not ([] or [(byte)'1']))
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(LogRecordKind.Lookup, time)
        {
            Client = client.Address,
            ClientPort = client.Port,
            Server = server.Address,
            ServerPort = server.Port == 0 ? Dns : server.Port,
            Name = name,
            QueryType = this[ZeekColumn.QueryType],
        });
        var answers = this[ZeekColumn.Answers];
        var lives = this[ZeekColumn.AnswerLives];
        for (var i = 0; i < MostAnswers && CutElement(ref answers, out var answer); i++)
        {
            CutElement(ref lives, out var life);
            if (LogText.TryParseAddress(answer, out var address))
            {
                handler(new LogRecord(LogRecordKind.Answer, time) { Client = client.Address, Server = address, Name = name, Seconds = LogText.SecondsOf(life, 0) });
            }
        }
        return LineStatus.Record;
    }

    private readonly LineStatus TellLease(Instant time, Span<byte> room, LogRecordHandler handler)
    {
        const long UsualSeconds = 86_400;
        var types = this[ZeekColumn.MessageTypes];
        var isEnd = types.IndexOf("RELEASE"u8) >= 0 || types.IndexOf("DECLINE"u8) >= 0;
        var isGrant = types.IndexOf("ACK"u8) >= 0 && types.IndexOf("NAK"u8) < 0;
        var address = this[isEnd ? ZeekColumn.ClientAddress : ZeekColumn.AssignedAddress];
        if ((!isEnd && !isGrant) || !LogText.TryParseAddress(address, out var client) || client.IsUnspecified)
        {
            return LineStatus.NotOfInterest; // DISCOVER without more, INFORM
        }
        handler(new LogRecord(isEnd ? LogRecordKind.LeaseEnded : LogRecordKind.LeaseGranted, time)
        {
            Client = client,
            Mac = LogText.MacOf(this[ZeekColumn.Mac]),
            HostName = this[ZeekColumn.HostName].IsEmpty ? Text(ZeekColumn.ClientName, room) : Text(ZeekColumn.HostName, room),
            Seconds = LogText.SecondsOf(this[ZeekColumn.LeaseTime], UsualSeconds),
        });
        return LineStatus.Record;
    }

    /// <summary>The next of <c>a,b</c> or of <c>["a","b"]</c>.</summary>
    private static bool CutElement(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element)
    {
        list = list.TrimStart("[ "u8);
        if (list.IsEmpty)
        {
            element = default;
            return false;
        }
        var comma = list.IndexOf((byte)',');
        element = (comma < 0 ? list : list[..comma]).Trim("\" ]"u8);
        list = comma < 0 ? default : list[(comma + 1)..];
        return true;
    }
}
