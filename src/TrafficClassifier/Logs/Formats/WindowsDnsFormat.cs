namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// The debug log of Windows' DNS server (its own head explains the fields): <c>6/5/2013 10:00:32 AM 0E70 PACKET  00000000033397A0 UDP Rcv
/// 10.0.0.5 5b47   Q [0001   D   NOERROR] A (3)www(7)example(3)com(0)</c>. The date is in the server's regional format, which the line does not
/// tell: with '.' the day stands first, with '-' and a year of four digits in front the year; with '/' the month, unless a line of the file
/// proves otherwise by a number over 12, or the time has no AM or PM: then the day.
/// </summary>
internal sealed class WindowsDnsFormat(LogClock clock) : LogFormat
{
    private readonly byte[] _name = new byte[1024];

    /// <summary>What a line with '/' has proved.</summary>
    private bool? _isDayFirst;

    public override string Name => "windows-dns";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        if (!TryCutTime(ref text, out var time))
        {
            return IsLegend(line) ? LineStatus.Comment : LineStatus.Foreign;
        }
        LogText.CutWord(ref text); // the thread
        var context = LogText.CutWord(ref text);
        if (context.IsEmpty || !IsContext(context))
        {
            return LineStatus.Foreign;
        }
        if (!context.SequenceEqual("PACKET"u8))
        {
            return LineStatus.NotOfInterest;
        }
        LogText.CutWord(ref text); // the packet
        var isTcp = LogText.CutWord(ref text).SequenceEqual("TCP"u8);
        var direction = LogText.CutWord(ref text);
        var client = LogText.CutWord(ref text);
        LogText.CutWord(ref text); // the transaction
        var operation = LogText.CutWord(ref text);
        // "R" in front of the operation is a response; what the server sends are its own questions.
        if (!direction.SequenceEqual("Rcv"u8) || !operation.SequenceEqual("Q"u8))
        {
            return LineStatus.NotOfInterest;
        }
        if (!LogText.TryParseAddress(client, out var address))
        {
            return LineStatus.Malformed("the remote address is none");
        }
        if (!LogText.TryCut(ref text, (byte)']', out _))
        {
            return LineStatus.Malformed("expected the flags in brackets");
        }
        var type = LogText.CutWord(ref text);
        if (!TryReadName(text, out var name))
        {
            return LineStatus.Malformed("expected a name as (3)www(7)example(3)com(0)");
        }
        if (name.IsEmpty)
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(LogRecordKind.Lookup, time) { Client = address, ServerPort = 53, IsTcp = isTcp, Name = name, QueryType = type });
        return LineStatus.Record;
    }

    /// <summary>The head, which comes again whenever the file is begun anew.</summary>
    private static bool IsLegend(ReadOnlySpan<byte> line) => line.StartsWith("DNS Server log file "u8) || line.StartsWith("Log file wrap at "u8)
        || line.StartsWith("Message logging key"u8) || (line.Length > 1 && line[0] == '\t' && line[1] is (byte)' ' or (byte)'F' or (byte)'-');

    private static bool IsContext(ReadOnlySpan<byte> word) => !word.ContainsAnyExceptInRange((byte)'A', (byte)'Z') || word.SequenceEqual("Note:"u8);

    /// <summary>(3)www(7)example(3)com(0), each length in front of its label.</summary>
    private bool TryReadName(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> name)
    {
        var written = 0;
        name = default;
        while (LogText.TryCutStart(ref text, "("u8))
        {
            if (!LogText.TryCut(ref text, (byte)')', out var digits) || !LogText.TryParseNumber(digits, out var length) || length > text.Length
                || written + length + 1 > _name.Length)
            {
                return false;
            }
            if (length == 0)
            {
                name = _name.AsSpan(0, Math.Max(0, written - 1));
                return true;
            }
            text[..(int)length].CopyTo(_name.AsSpan(written));
            written += (int)length;
            _name[written++] = (byte)'.';
            text = text[(int)length..];
        }
        return false;
    }

    private bool TryCutTime(ref ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        var rest = text;
        var date = LogText.CutWord(ref rest);
        var clockText = LogText.CutWord(ref rest);
        var separator = date.IndexOfAny((byte)'/', (byte)'.', (byte)'-');
        if (separator is < 1 or > 4 || clockText.Length is < 7 or > 8)
        {
            return false;
        }
        var mark = date[separator];
        var parts = date;
        if (!LogText.TryCut(ref parts, mark, out var first) || !LogText.TryCut(ref parts, mark, out var second)
            || !LogText.TryParseNumber(first, out var one) || !LogText.TryParseNumber(second, out var two) || !LogText.TryParseNumber(parts, out var three)
            || !TryParseTime(clockText, ref rest, out var seconds, out var isTwelveHours))
        {
            return false;
        }
        var isDayFirst = mark != '/' || (_isDayFirst ?? !isTwelveHours);
        if (mark == '/' && (one > 12 || two > 12))
        {
            _isDayFirst = isDayFirst = one > 12;
        }
        var (year, month, day) = first.Length == 4 ? (one, two, three) : isDayFirst ? (three, two, one) : (three, one, two);
        if (year > 9999 || month > 12 || day > 31 || !clock.TryMake((int)(year < 100 ? 2000 + year : year), (int)month, (int)day, seconds, 0, null, out time))
        {
            return false;
        }
        text = rest;
        return true;
    }

    /// <summary>10:00:32, 9:00:32, and AM or PM behind it.</summary>
    private static bool TryParseTime(ReadOnlySpan<byte> text, scoped ref ReadOnlySpan<byte> rest, out long second, out bool isTwelveHours)
    {
        const long Noon = 12 * 3600;
        Span<byte> whole = stackalloc byte[8];
        whole[0] = (byte)'0';
        text.CopyTo(whole[(8 - text.Length)..]);
        isTwelveHours = rest.StartsWith("AM "u8) || rest.StartsWith("PM "u8);
        if (!LogTime.TryParseClock(whole, out second))
        {
            return false;
        }
        if (isTwelveHours)
        {
            second = (second % Noon) + (rest[0] == 'P' ? Noon : 0);
            LogText.CutWord(ref rest);
        }
        return true;
    }
}
