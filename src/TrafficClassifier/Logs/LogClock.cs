namespace TrafficClassifier.Logs;

/// <summary>
/// Makes moments of what a log's clock showed. A local time that the clock showed twice (put back in autumn) is the first of the two unless
/// that would lie before the line before; one that it never showed (put forward in spring) is what a clock that was not put forward would
/// have meant. A year that is not told is the one that brings the line next to the line before; of the first line, the latest in which it
/// is not after the file's last change.
/// </summary>
public sealed class LogClock
{
    private const long SecondsPerDay = 86_400;

    /// <summary>Lines of several threads change places.</summary>
    private const long DisorderSeconds = 60;

    /// <summary>A log's clock may be ahead of the file system's, and its zone be another.</summary>
    private const long SlackSeconds = SecondsPerDay;

    private static readonly int[] _daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    private readonly TimeZoneInfo _zone;
    private readonly long _lastChange;
    private readonly int? _year;
    private long _previous = long.MinValue;
    private long _from = long.MaxValue;
    private long _until = long.MinValue;
    private long _offset;

    /// <param name="zone">Of times without one.</param>
    /// <param name="lastChange">Of the file; for a stream, now.</param>
    /// <param name="year">Of the first line, where it is known.</param>
    public LogClock(TimeZoneInfo zone, Instant lastChange, int? year = null)
    {
        _zone = zone;
        _lastChange = lastChange.Nanoseconds / Instant.NanosecondsPerSecond;
        _year = year;
    }

    /// <summary>The next line is the first.</summary>
    public void Restart() => _previous = long.MinValue;

    /// <param name="year">1970 to 2261, or 0 where the line has none.</param>
    /// <param name="month">1 to 12.</param>
    /// <param name="day">1 to 31.</param>
    /// <param name="second">Of the day; 86400 is a leap second, told as the next.</param>
    /// <param name="nanosecond">Of the second.</param>
    /// <param name="offset">Of the zone from UTC in seconds; null: the given zone's.</param>
    /// <param name="time">The moment.</param>
    /// <returns>False: there is no such day.</returns>
    public bool TryMake(int year, int month, int day, long second, int nanosecond, long? offset, out Instant time)
    {
        time = default;
        if (month is < 1 or > 12 || day < 1 || second > SecondsPerDay || (year != 0 && year is < 1970 or > 2261))
        {
            return false;
        }
        if (year == 0)
        {
            year = YearOf(month, day, second);
        }
        if (day > DaysOf(year, month))
        {
            return false;
        }
        var local = (DayNumber(year, month, day) * SecondsPerDay) + second;
        _previous = local - (offset ?? OffsetAt(local));
        time = new Instant((_previous * Instant.NanosecondsPerSecond) + nanosecond);
        return true;
    }

    private static int DaysOf(int year, int month) => month == 2 ? IsLeap(year) ? 29 : 28 : month is 4 or 6 or 9 or 11 ? 30 : 31;

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static long DayNumber(int year, int month, int day)
    {
        var before = year - 1;
        var days = (365L * before) + (before / 4) - (before / 100) + (before / 400) + _daysBefore[month - 1] + day - 1;
        return days + (month > 2 && IsLeap(year) ? 1 : 0) - 719_162; // 1970-01-01
    }

    private static int YearAt(long seconds) => DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 9_000_000_000)).Year;

    private int YearOf(int month, int day, long second)
    {
        if (_previous == long.MinValue)
        {
            if (_year is { } given)
            {
                return given;
            }
            var latest = YearAt(_lastChange + SlackSeconds);
            return Whole(latest, month, day, second) <= _lastChange + SlackSeconds ? latest : latest - 1;
        }
        var year = YearAt(_previous);
        var best = year;
        foreach (var candidate in (ReadOnlySpan<int>)[year - 1, year + 1])
        {
            if (Math.Abs(Whole(candidate, month, day, second) - _previous) < Math.Abs(Whole(best, month, day, second) - _previous))
            {
                best = candidate;
            }
        }
        return best;
    }

    private static long Whole(int year, int month, int day, long second) => (DayNumber(year, month, day) * SecondsPerDay) + second;

    private long OffsetAt(long local)
    {
        if (local >= _from && local < _until)
        {
            return _offset;
        }
        var before = ZoneOffset(local - SecondsPerDay);
        var behind = ZoneOffset(local + SecondsPerDay);
        if (before == behind)
        {
            // No change within a day of it, so none within what is left of that when the offset itself (14 h at most) is taken off.
            (_from, _until, _offset) = (local - (10 * 3600), local + (10 * 3600), before);
            return before;
        }
        var (first, second) = (local - before, local - behind);
        var (isFirst, isSecond) = (ZoneOffset(first) == before, ZoneOffset(second) == behind);
        if (isFirst && isSecond)
        {
            return _previous == long.MinValue || first >= _previous - DisorderSeconds ? before : behind;
        }
        return isSecond ? behind : before;
    }

    private long ZoneOffset(long seconds) =>
        (long)_zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, -SecondsPerDay, 10_000_000_000))).TotalSeconds;
}
