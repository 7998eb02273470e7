using TrafficClassifier.Identity;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// The audit log of Windows' DHCP server: <c>10,11/24/26,10:11:12,Assign,10.0.0.5,pc-17.office.example,021122334455,…</c>, and its DHCPv6 one, in
/// which the DUID stands for the hardware address; head lines say which. How long a lease runs is not told: it is taken for eight days, the
/// server's own default.
/// </summary>
internal sealed class WindowsDhcpFormat(LogClock clock) : LogFormat
{
    private const long UsualSeconds = 8 * 86_400;
    private const int Columns = 10;
    private readonly byte[] _id = new byte[256];
    private readonly (int Start, int Length)[] _values = new (int, int)[Columns];

    public override string Name => "windows-dhcp";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (line.StartsWith("ID,Date,Time,Description,"u8))
        {
            return LineStatus.Comment;
        }
        var count = Split(line);
        if (count < 7 || !LogText.TryParseNumber(Value(line, 0), out var id) || !TryParseTime(Value(line, 1), Value(line, 2), out var time))
        {
            return IsLegend(line) ? LineStatus.Comment : LineStatus.Foreign;
        }
        // 10 assigned, 11 renewed, 20 and 21 by BOOTP; 12 released, 13 found in use; of DHCPv6 Request, Renew, Rebind; Decline, Release.
        LogRecordKind? kind = id switch
        {
            10 or 11 or 20 or 21 or 11002 or 11004 or 11005 => LogRecordKind.LeaseGranted,
            12 or 13 or 11006 or 11007 => LogRecordKind.LeaseEnded,
            _ => null,
        };
        if (kind is null || !LogText.TryParseAddress(Value(line, 4), out var client) || client.IsUnspecified)
        {
            return LineStatus.NotOfInterest;
        }
        var isNew = id > 11000;
        var mac = isNew ? MacAddress.None : LogText.MacOf(Value(line, 6));
        var length = isNew && count > 8 ? LogText.ParseHex(Value(line, 8), _id) : 0;
        if (mac == MacAddress.None && length == 0)
        {
            return LineStatus.Malformed("names no client");
        }
        var host = Value(line, 5);
        var dot = host.IndexOf((byte)'.'); // the server appends its domain to what the client said
        handler(new LogRecord(kind.Value, time) { Client = client, Mac = mac, ClientId = _id.AsSpan(0, length), HostName = dot < 0 ? host : host[..dot], Seconds = UsualSeconds });
        return LineStatus.Record;
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int column) => line.Slice(_values[column].Start, _values[column].Length);

    /// <returns>How many of the first columns there are.</returns>
    private int Split(ReadOnlySpan<byte> line)
    {
        var start = 0;
        for (var column = 0; column < Columns; column++)
        {
            var length = line[start..].IndexOf((byte)',');
            _values[column] = (start, length < 0 ? line.Length - start : length);
            if (length < 0)
            {
                return column + 1;
            }
            start += length + 1;
        }
        return Columns;
    }

    /// <summary>MM/DD/YY in every region.</summary>
    private bool TryParseTime(ReadOnlySpan<byte> date, ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        return date.Length == 8 && date[2] == '/' && date[5] == '/' && LogTime.TryDigits(date[..2], out var month) && LogTime.TryDigits(date.Slice(3, 2), out var day)
            && LogTime.TryDigits(date[6..], out var year) && LogTime.TryParseClock(text, out var second)
            && clock.TryMake(2000 + year, month, day, second, 0, null, out time);
    }

    /// <summary>The head: a title, and an explanation of each id behind a tabulator.</summary>
    private static bool IsLegend(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart("\t "u8);
        return text.StartsWith("Microsoft "u8) || text.StartsWith("Event ID  "u8) || text.StartsWith("QResult: "u8)
            || (LogText.TryCut(ref text, (byte)'\t', out var id) && LogText.TryParseNumber(id.TrimEnd((byte)'+'), out _) && !line.Contains((byte)','));
    }
}
