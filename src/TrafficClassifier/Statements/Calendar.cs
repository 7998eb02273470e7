namespace TrafficClassifier.Statements;

/// <summary>
/// Which moments a statement counts: local dates (both inclusive) x hours of the day (half-open) x weekdays less holidays, in an IANA zone.
/// </summary>
public sealed class Calendar
{
    public const int MinutesPerDay = 24 * 60;

    private readonly HashSet<DateOnly> _holidays;
    private readonly bool[] _weekdays = new bool[7];

    /// <param name="zone">Local time.</param>
    /// <param name="from">First date; null for the first that is seen.</param>
    /// <param name="to">Last date; null for the last that is seen.</param>
    /// <param name="startMinute">Minute of the day, 0 to 1439.</param>
    /// <param name="endMinute">Minute of the day, 1 to 1440; before the start when the hours go over midnight.</param>
    /// <param name="weekdays">Days of the week that count.</param>
    /// <param name="holidays">Dates that do not.</param>
    public Calendar(TimeZoneInfo zone, DateOnly? from = null, DateOnly? to = null, int startMinute = 0, int endMinute = MinutesPerDay,
        IEnumerable<DayOfWeek>? weekdays = null, IEnumerable<DateOnly>? holidays = null)
    {
        Zone = zone;
        From = from;
        To = to;
        StartMinute = startMinute;
        EndMinute = endMinute;
        _holidays = [.. holidays ?? []];
        foreach (var day in weekdays ?? Enum.GetValues<DayOfWeek>())
        {
            _weekdays[(int)day] = true;
        }
    }

    public TimeZoneInfo Zone { get; }

    public DateOnly? From { get; }

    public DateOnly? To { get; }

    public int StartMinute { get; }

    public int EndMinute { get; }

    public IEnumerable<DayOfWeek> Weekdays => Enum.GetValues<DayOfWeek>().Where(day => _weekdays[(int)day]);

    public int HolidayCount => _holidays.Count;

    public IEnumerable<DateOnly> Holidays => _holidays.Order();

    /// <summary>Hours of the day that have at least a minute in the window.</summary>
    public IEnumerable<int> Hours => Enumerable.Range(0, 24).Where(hour => Enumerable.Range(60 * hour, 60).Any(CountsMinute));

    /// <summary>The local date and minute of the day of a minute of UTC.</summary>
    public (DateOnly Day, int MinuteOfDay) ToLocal(long minute)
    {
        var local = minute + OffsetAt(minute);
        var day = Math.DivRem(local, MinutesPerDay, out var rest);
        return rest < 0
            ? (DateOnly.FromDayNumber((int)day - 1 + EpochDay), (int)rest + MinutesPerDay)
            : (DateOnly.FromDayNumber((int)day + EpochDay), (int)rest);
    }

    public bool CountsDay(DateOnly day) => (From is null || day >= From) && (To is null || day <= To)
        && _weekdays[(int)day.DayOfWeek] && !_holidays.Contains(day);

    public bool CountsMinute(int minuteOfDay) => StartMinute < EndMinute
        ? minuteOfDay >= StartMinute && minuteOfDay < EndMinute
        : minuteOfDay >= StartMinute || minuteOfDay < EndMinute;

    /// <summary>Real minutes of the window on a day: a clock that is put forward in it takes some away, one that is put back adds some.</summary>
    public int MinutesOn(DateOnly day)
    {
        var midnight = (long)(day.DayNumber - EpochDay) * MinutesPerDay;
        var (before, behind) = (midnight - MinutesPerDay, midnight + (2 * MinutesPerDay));
        if (OffsetAt(before) == OffsetAt(behind))
        {
            return StartMinute < EndMinute ? EndMinute - StartMinute : MinutesPerDay - StartMinute + EndMinute;
        }
        var count = 0;
        for (var minute = before; minute < behind; minute++)
        {
            var local = ToLocal(minute);
            count += local.Day == day && CountsMinute(local.MinuteOfDay) ? 1 : 0;
        }
        return count;
    }

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private long OffsetAt(long minute) =>
        (long)Zone.GetUtcOffset(DateTime.UnixEpoch.AddMinutes(Math.Clamp(minute, -900_000_000L, 4_000_000_000L))).TotalMinutes;
}
