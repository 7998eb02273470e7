using System.Globalization;

namespace Circular2010;

/// <summary>
/// The circular's week in Kuala Lumpur (UTC+8, no daylight saving), in microseconds since the Unix epoch.
/// Day 0 is Sunday 3 January 2010, days 1 to 5 are the counted days, Monday to Friday.
/// </summary>
internal static class Week
{
    public const long Second = 1_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const int Days = 6;

    /// <summary>2010-01-03 00:00 local = 2010-01-02T16:00:00Z.</summary>
    public const long Start = 1_262_448_000L * Second;

    public const long End = Start + (Days * 24 * Hour);

    private static readonly DateOnly Sunday = new(2010, 1, 3);

    public static IEnumerable<int> CountedDays => Enumerable.Range(1, 5);

    public static long At(int day, int hour, int minute = 0, int second = 0) =>
        Start + ((((day * 24L) + hour) * 60 + minute) * 60 + second) * Second;

    public static int DayOf(long time) => (int)((time - Start) / (24 * Hour));

    public static int HourOf(long time) => (int)((time - Start) / Hour % 24);

    public static DateOnly DateOf(int day) => Sunday.AddDays(day);

    public static bool IsCounted(int day) => day is >= 1 and <= 5;

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
