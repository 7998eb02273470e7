namespace TrafficClassifier.Logs;

/// <summary>The spellings of dates and times in logs.</summary>
internal static class LogTime
{
    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>Seconds since 1970 with a fraction.</summary>
    public static bool TryParseUnix(ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        var point = text.IndexOf((byte)'.');
        var nanoseconds = 0;
        if (!LogText.TryParseNumber(point < 0 ? text : text[..point], out var seconds) || seconds > 9_000_000_000
            || (point >= 0 && !LogText.TryParseFraction(text[(point + 1)..], out nanoseconds)))
        {
            return false;
        }
        time = new Instant((seconds * Instant.NanosecondsPerSecond) + nanoseconds);
        return true;
    }

    /// <summary>2026-11-24T10:11:12[.123456][Z|+01:00|+0100], with 'T' or a space (ISO 8601, RFC 3339).</summary>
    /// <param name="text">What stands in front of anything else is cut off.</param>
    /// <param name="clock">Of times without a zone.</param>
    /// <param name="time">The moment.</param>
    public static bool TryCutIso(ref ReadOnlySpan<byte> text, LogClock clock, out Instant time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ')
            || !TryDigits(text[..4], out var year) || !TryDigits(text.Slice(5, 2), out var month) || !TryDigits(text.Slice(8, 2), out var day)
            || !TryParseClock(text.Slice(11, 8), out var second))
        {
            return false;
        }
        var rest = text[19..];
        var nanoseconds = CutFraction(ref rest);
        var offset = CutOffset(ref rest);
        if (nanoseconds < 0 || !clock.TryMake(year, month, day, second, nanoseconds, offset, out time))
        {
            return false;
        }
        text = rest;
        return true;
    }

    /// <summary>Nov 24 10:11:12, Nov  4 10:11:12 (RFC 3164 4.1.2), also with a year behind the day.</summary>
    public static bool TryCutMonthDay(ref ReadOnlySpan<byte> text, LogClock clock, out Instant time)
    {
        time = default;
        if (text.Length < 15 || text[3] != ' ' || text[6] != ' ' || MonthOf(text) is not (> 0 and var month)
            || !TryDigits(text.Slice(text[4] == ' ' ? 5 : 4, text[4] == ' ' ? 1 : 2), out var day))
        {
            return false;
        }
        var rest = text[7..];
        var year = 0;
        if (rest.Length >= 13 && rest[4] == ' ' && TryDigits(rest[..4], out year))
        {
            rest = rest[5..];
        }
        if (rest.Length < 8 || !TryParseClock(rest[..8], out var second))
        {
            return false;
        }
        rest = rest[8..];
        var nanoseconds = CutFraction(ref rest);
        if (nanoseconds < 0 || !clock.TryMake(year, month, day, second, nanoseconds, null, out time))
        {
            return false;
        }
        text = rest;
        return true;
    }

    /// <summary>24-Nov-2026 10:11:12.123 (BIND), 24/Nov/2026:10:11:12 +0100 (logs of web servers).</summary>
    public static bool TryCutDayMonth(ref ReadOnlySpan<byte> text, LogClock clock, out Instant time)
    {
        time = default;
        if (text.Length < 20 || text[2] != text[6] || text[2] is not ((byte)'-' or (byte)'/') || text[11] is not ((byte)' ' or (byte)':')
            || !TryDigits(text[..2], out var day) || MonthOf(text[3..]) is not (> 0 and var month) || !TryDigits(text.Slice(7, 4), out var year)
            || !TryParseClock(text.Slice(12, 8), out var second))
        {
            return false;
        }
        var rest = text[20..];
        var nanoseconds = CutFraction(ref rest);
        long? offset = null;
        if (rest.Length >= 6 && rest[0] == ' ' && rest[1] is (byte)'+' or (byte)'-')
        {
            rest = rest[1..];
            offset = CutOffset(ref rest);
        }
        if (nanoseconds < 0 || !clock.TryMake(year, month, day, second, nanoseconds, offset, out time))
        {
            return false;
        }
        text = rest;
        return true;
    }

    /// <summary>10:11:12, as seconds of the day; a leap second (60) is the next.</summary>
    public static bool TryParseClock(ReadOnlySpan<byte> text, out long second)
    {
        second = 0;
        if (text.Length != 8 || text[2] != ':' || text[5] != ':' || !TryDigits(text[..2], out var hours) || !TryDigits(text.Slice(3, 2), out var minutes)
            || !TryDigits(text.Slice(6, 2), out var seconds) || hours > 23 || minutes > 59 || seconds > 60)
        {
            return false;
        }
        second = (hours * 3600) + (minutes * 60) + seconds;
        return true;
    }

    /// <summary>Decimal digits and nothing else.</summary>
    public static bool TryDigits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var value in text)
        {
            if (!char.IsAsciiDigit((char)value))
            {
                return false;
            }
            number = (number * 10) + (value - '0');
        }
        return true;
    }

    private static int MonthOf(ReadOnlySpan<byte> text)
    {
        var at = Months.IndexOf(text[..3]);
        return at >= 0 && at % 3 == 0 ? (at / 3) + 1 : 0;
    }

    /// <returns>Nanoseconds; -1: a point without digits.</returns>
    private static int CutFraction(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
        {
            return 0;
        }
        var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var digits = end < 0 ? text[1..] : text.Slice(1, end);
        text = text[(1 + digits.Length)..];
        return LogText.TryParseFraction(digits, out var nanoseconds) ? nanoseconds : -1;
    }

    /// <summary>Z, +01:00, +0100 or +01, in seconds; null: none.</summary>
    private static long? CutOffset(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return null;
        }
        if (text[0] == 'Z')
        {
            text = text[1..];
            return 0;
        }
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length < 3 || !TryDigits(text.Slice(1, 2), out var hours))
        {
            return null;
        }
        var colon = text.Length >= 6 && text[3] == ':' ? 1 : 0;
        var minutes = 0;
        var hasMinutes = text.Length >= 5 + colon && TryDigits(text.Slice(3 + colon, 2), out minutes);
        var seconds = (hours * 3600L) + ((hasMinutes ? minutes : 0) * 60);
        var sign = text[0] == '-' ? -1 : 1;
        text = text[(hasMinutes ? 5 + colon : 3)..];
        return sign * seconds;
    }
}
