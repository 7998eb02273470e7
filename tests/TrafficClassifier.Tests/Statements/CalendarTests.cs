using System.Globalization;
using Calendar = TrafficClassifier.Statements.Calendar;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Local dates and hours, and how many real minutes they have.</summary>
public sealed class CalendarTests
{
    [Theory]
    [InlineData("UTC", "2010-01-03T16:00", "2010-01-03", 16 * 60)]
    [InlineData("Asia/Kuala_Lumpur", "2010-01-03T16:00", "2010-01-04", 0)]
    [InlineData("Asia/Kuala_Lumpur", "2010-01-03T15:59", "2010-01-03", (24 * 60) - 1)]
    [InlineData("America/New_York", "2010-01-01T04:59", "2009-12-31", (24 * 60) - 1)]
    [InlineData("Asia/Kolkata", "2010-01-03T18:30", "2010-01-04", 0)]
    [InlineData("Asia/Kathmandu", "2010-01-03T18:15", "2010-01-04", 0)]
    [InlineData("Asia/Kathmandu", "2010-01-03T18:14", "2010-01-03", (24 * 60) - 1)]
    [InlineData("Europe/Berlin", "2024-03-31T00:59", "2024-03-31", 119)]
    [InlineData("Europe/Berlin", "2024-03-31T01:00", "2024-03-31", 180)]
    [InlineData("Europe/Berlin", "2024-10-27T00:30", "2024-10-27", 150)]
    [InlineData("Europe/Berlin", "2024-10-27T01:30", "2024-10-27", 150)]
    [InlineData("Australia/Lord_Howe", "2024-04-06T14:59", "2024-04-07", 119)]
    [InlineData("Australia/Lord_Howe", "2024-04-06T15:00", "2024-04-07", 90)]
    [InlineData("UTC", "1969-12-31T23:59", "1969-12-31", (24 * 60) - 1)]
    [InlineData("UTC", "1900-02-28T00:00", "1900-02-28", 0)]
    public void A_minute_of_utc_has_a_local_date_and_minute(string zone, string time, string day, int minuteOfDay)
    {
        var minute = (long)(DateTime.Parse(time, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMinutes;

        Assert.Equal((Day(day), minuteOfDay), new Calendar(Zone(zone)).ToLocal(minute));
    }

    [Fact]
    public void The_ends_of_time_have_a_date()
    {
        var calendar = new Calendar(Zone("Asia/Kuala_Lumpur"));

        Assert.Equal(2262, calendar.ToLocal(Instant.MaxValue.Minute).Day.Year);
        Assert.Equal(1677, calendar.ToLocal(Instant.MinValue.Minute).Day.Year);
    }

    [Theory]
    [InlineData("Asia/Kuala_Lumpur", "2010-01-04", 8 * 60, 9 * 60, 60)]
    [InlineData("Asia/Kuala_Lumpur", "2010-01-04", 0, 1440, 1440)]
    [InlineData("Asia/Kuala_Lumpur", "2010-01-04", 22 * 60, 6 * 60, 480)]
    [InlineData("Europe/Berlin", "2024-03-31", 0, 1440, 1380)]
    [InlineData("Europe/Berlin", "2024-03-31", 120, 180, 0)]
    [InlineData("Europe/Berlin", "2024-03-31", 90, 210, 60)]
    [InlineData("Europe/Berlin", "2024-03-31", 480, 540, 60)]
    [InlineData("Europe/Berlin", "2024-10-27", 0, 1440, 1500)]
    [InlineData("Europe/Berlin", "2024-10-27", 120, 180, 120)]
    [InlineData("Europe/Berlin", "2024-10-27", 120, 150, 60)]
    [InlineData("Europe/Berlin", "2024-10-27", 22 * 60, 4 * 60, 420)]
    [InlineData("Europe/Berlin", "2024-10-26", 0, 1440, 1440)]
    [InlineData("Europe/Berlin", "2024-10-28", 0, 1440, 1440)]
    [InlineData("Australia/Lord_Howe", "2024-04-07", 0, 1440, 1470)]
    [InlineData("Australia/Lord_Howe", "2024-10-06", 0, 1440, 1410)]
    [InlineData("America/Sao_Paulo", "2018-11-04", 0, 1440, 1380)]
    public void A_day_has_the_minutes_that_its_clock_shows(string zone, string day, int start, int end, int minutes) =>
        Assert.Equal(minutes, new Calendar(Zone(zone), startMinute: start, endMinute: end).MinutesOn(Day(day)));

    [Theory]
    [InlineData(8 * 60, 9 * 60, new[] { 480, 539 }, new[] { 479, 540, 0 })]
    [InlineData(22 * 60, 6 * 60, new[] { 1320, 1439, 0, 359 }, new[] { 360, 1319 })]
    [InlineData(0, 1440, new[] { 0, 1439 }, new int[0])]
    public void Hours_are_half_open_and_may_go_over_midnight(int start, int end, int[] inside, int[] outside)
    {
        var calendar = new Calendar(TimeZoneInfo.Utc, startMinute: start, endMinute: end);

        Assert.All(inside, minute => Assert.True(calendar.CountsMinute(minute)));
        Assert.All(outside, minute => Assert.False(calendar.CountsMinute(minute)));
    }

    [Fact]
    public void Hours_are_those_with_a_minute_in_the_window()
    {
        Assert.Equal([8, 9], new Calendar(TimeZoneInfo.Utc, startMinute: 510, endMinute: 541).Hours);
        Assert.Equal([0, 23], new Calendar(TimeZoneInfo.Utc, startMinute: 1439, endMinute: 1).Hours);
    }

    [Fact]
    public void Days_count_by_date_weekday_and_holiday()
    {
        var calendar = new Calendar(TimeZoneInfo.Utc, Day("2010-01-03"), Day("2010-01-08"),
            weekdays: [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], holidays: [Day("2010-01-06")]);

        Assert.Equal([4, 5, 7, 8], Enumerable.Range(1, 31).Where(day => calendar.CountsDay(new DateOnly(2010, 1, day))));
        Assert.Equal(1, calendar.HolidayCount);
    }

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
