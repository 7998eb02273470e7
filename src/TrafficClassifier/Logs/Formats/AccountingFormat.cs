using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// RADIUS accounting as lines of CSV, as FreeRADIUS' linelog writes with a format of one's own. The first line must name the attributes,
/// in any order: <c>Timestamp,Acct-Status-Type,Acct-Session-Id,User-Name,NAS-IP-Address,Framed-IP-Address,Calling-Station-Id</c>; Timestamp
/// (or Event-Timestamp) is seconds since 1970 (%l) or of ISO 8601 (%S is local time).
/// </summary>
internal sealed class AccountingFormat(LogClock clock) : LogFormat
{
    private const int MostColumns = 64;
    private readonly AccountingColumn[] _columns = new AccountingColumn[MostColumns];
    private readonly (int Start, int Length)[] _values = new (int, int)[(int)AccountingColumn.Count];
    private int _count;

    public override string Name => "accounting";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (line.IndexOf("Acct-Status-Type"u8) >= 0 && line.IndexOf("User-Name"u8) >= 0)
        {
            return ReadHeader(line);
        }
        if (_count == 0)
        {
            return LineStatus.Foreign;
        }
        if (!Split(line))
        {
            return LineStatus.Malformed("other than as many columns as the first line names");
        }
        return Tell(line, handler);
    }

    private static AccountingColumn ColumnOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("Timestamp"u8) || name.SequenceEqual("Event-Timestamp"u8) => AccountingColumn.Time,
        _ when name.SequenceEqual("Acct-Status-Type"u8) => AccountingColumn.Status,
        _ when name.SequenceEqual("Acct-Session-Id"u8) => AccountingColumn.Session,
        _ when name.SequenceEqual("User-Name"u8) => AccountingColumn.User,
        _ when name.SequenceEqual("NAS-Identifier"u8) => AccountingColumn.Server,
        _ when name.SequenceEqual("NAS-IP-Address"u8) || name.SequenceEqual("NAS-IPv6-Address"u8) => AccountingColumn.ServerAddress,
        _ when name.SequenceEqual("Framed-IP-Address"u8) => AccountingColumn.Address,
        _ when name.SequenceEqual("Framed-IPv6-Address"u8) => AccountingColumn.Ipv6Address,
        _ when name.SequenceEqual("Framed-IPv6-Prefix"u8) => AccountingColumn.Ipv6Prefix,
        _ when name.SequenceEqual("Calling-Station-Id"u8) => AccountingColumn.Station,
        _ => AccountingColumn.Count,
    };

    private LineStatus ReadHeader(ReadOnlySpan<byte> line)
    {
        _count = 0;
        for (var rest = line; !rest.IsEmpty && _count < MostColumns;)
        {
            _columns[_count++] = ColumnOf(CutField(line, ref rest, out var start, out var length) ? line.Slice(start, length) : default);
        }
        return LineStatus.Comment;
    }

    /// <summary>RFC 4180: a field in quotes may hold commas; quotes in it are doubled, which no value that is read here has.</summary>
    private static bool CutField(ReadOnlySpan<byte> line, scoped ref ReadOnlySpan<byte> rest, out int start, out int length)
    {
        start = line.Length - rest.Length;
        var isQuoted = rest[0] == '"';
        var end = isQuoted ? rest[1..].IndexOf("\","u8) : rest.IndexOf((byte)',');
        length = end < 0 ? rest.Length : end + (isQuoted ? 2 : 0);
        rest = end < 0 ? default : rest[(length + 1)..];
        if (isQuoted)
        {
            var isWhole = length >= 2 && line[start + length - 1] == '"';
            start++;
            length = isWhole ? length - 2 : 0;
            return isWhole;
        }
        return true;
    }

    private bool Split(ReadOnlySpan<byte> line)
    {
        _values.AsSpan().Clear();
        var rest = line;
        for (var column = 0; column < _count; column++)
        {
            if (rest.IsEmpty)
            {
                return column == _count - 1 && !line.IsEmpty && line[^1] == ','; // the last one is empty
            }
            if (!CutField(line, ref rest, out var start, out var length))
            {
                return false;
            }
            if (_columns[column] != AccountingColumn.Count && length > 0)
            {
                _values[(int)_columns[column]] = (start, length);
            }
        }
        return rest.IsEmpty;
    }

    private LineStatus Tell(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        LogRecordKind? kind = Value(line, AccountingColumn.Status) switch
        {
            var text when text.SequenceEqual("Start"u8) => LogRecordKind.SessionStart,
            var text when text.SequenceEqual("Stop"u8) => LogRecordKind.SessionStop,
            var text when text.SequenceEqual("Interim-Update"u8) || text.SequenceEqual("Alive"u8) => LogRecordKind.SessionInterim,
            var text when text.SequenceEqual("Accounting-On"u8) || text.SequenceEqual("Accounting-Off"u8) => LogRecordKind.ServerRestart,
            _ => null,
        };
        if (kind is null)
        {
            return LineStatus.NotOfInterest;
        }
        var session = Value(line, AccountingColumn.Session);
        if (session.IsEmpty && kind != LogRecordKind.ServerRestart)
        {
            return LineStatus.Malformed("names no session: expected Acct-Session-Id");
        }
        var when = Value(line, AccountingColumn.Time);
        if (!LogTime.TryParseUnix(when, out var time) && !LogTime.TryCutIso(ref when, clock, out time))
        {
            return LineStatus.Malformed("tells no time: expected Timestamp in seconds since 1970, or of ISO 8601");
        }
        var prefix = Value(line, AccountingColumn.Ipv6Prefix);
        var network = LogText.TryCut(ref prefix, (byte)'/', out var bits) && prefix.SequenceEqual("64"u8) ? LogText.AddressOf(bits).Masked(64) : default;
        var address6 = LogText.AddressOf(Value(line, AccountingColumn.Ipv6Address));
        var server = Value(line, AccountingColumn.Server);
        var mac = StationName.MacOf(Value(line, AccountingColumn.Station));
        handler(new LogRecord(kind.Value, time)
        {
            Client = LogText.AddressOf(Value(line, AccountingColumn.Address)),
            ClientIpv6 = address6,
            Ipv6Prefix = address6.IsUnspecified ? network : default,
            Mac = mac,
            User = Value(line, AccountingColumn.User),
            Session = session,
            AccessServer = server.IsEmpty ? Value(line, AccountingColumn.ServerAddress) : server,
        });
        return LineStatus.Record;
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, AccountingColumn column) => line.Slice(_values[(int)column].Start, _values[(int)column].Length);
}
