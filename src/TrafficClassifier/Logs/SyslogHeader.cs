namespace TrafficClassifier.Logs;

/// <summary>
/// What stands in front of a program's own line in a file of syslog: RFC 3164 4.1 (<c>[&lt;PRI&gt;]Nov 24 10:11:12 [host] program[pid]: </c>), the
/// same with the time of RFC 3339, or RFC 5424 6.2 (<c>&lt;PRI&gt;1 time host program pid id data message</c>). Programs that write such files
/// themselves leave the host out.
/// </summary>
internal readonly ref struct SyslogHeader
{
    private SyslogHeader(Instant time, ReadOnlySpan<byte> program, ReadOnlySpan<byte> message)
    {
        Time = time;
        Program = program;
        Message = message;
    }

    public Instant Time { get; }

    /// <summary>Without its process id.</summary>
    public ReadOnlySpan<byte> Program { get; }

    public ReadOnlySpan<byte> Message { get; }

    /// <returns>False: the line has no such header.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, LogClock clock, out SyslogHeader header)
    {
        header = default;
        var text = line;
        var isNew = false;
        if (LogText.TryCutStart(ref text, "<"u8))
        {
            if (!LogText.TryCut(ref text, (byte)'>', out var priority) || !LogText.TryParseNumber(priority, out _))
            {
                return false;
            }
            isNew = LogText.TryCutStart(ref text, "1 "u8);
        }
        if (!LogTime.TryCutMonthDay(ref text, clock, out var time) && !(text.Length > 10 && text[10] == 'T' && LogTime.TryCutIso(ref text, clock, out time)))
        {
            return false;
        }
        if (!LogText.TryCutStart(ref text, " "u8))
        {
            return false;
        }
        return isNew ? TryReadNew(time, text, out header) : TryReadOld(time, text, out header);
    }

    private static bool TryReadOld(Instant time, ReadOnlySpan<byte> text, out SyslogHeader header)
    {
        header = default;
        var word = LogText.CutWord(ref text);
        if (word.IsEmpty || word[^1] != ':')
        {
            word = LogText.CutWord(ref text); // what stood in front was the host
        }
        if (word.IsEmpty || word[^1] != ':')
        {
            return false;
        }
        word = word[..^1];
        var bracket = word.IndexOf((byte)'[');
        header = new SyslogHeader(time, bracket < 0 ? word : word[..bracket], text);
        return true;
    }

    /// <summary>RFC 5424 6.3: the data are "-" or stand in brackets, in which a bracket is escaped.</summary>
    private static bool TryReadNew(Instant time, ReadOnlySpan<byte> text, out SyslogHeader header)
    {
        header = default;
        LogText.CutWord(ref text);
        var program = LogText.CutWord(ref text);
        LogText.CutWord(ref text);
        LogText.CutWord(ref text);
        if (text.IsEmpty)
        {
            return false;
        }
        if (!LogText.TryCutStart(ref text, "-"u8))
        {
            while (LogText.TryCutStart(ref text, "["u8))
            {
                var end = 0;
                while ((end = text[end..].IndexOf((byte)']') is >= 0 and var next ? end + next : -1) > 0 && text[end - 1] == '\\')
                {
                    end++;
                }
                if (end < 0)
                {
                    return false;
                }
                text = text[(end + 1)..];
            }
        }
        text = text.TrimStart((byte)' ');
        LogText.TryCutStart(ref text, "\ufeff"u8);
        header = new SyslogHeader(time, program, text);
        return true;
    }
}
