using System.Globalization;
using System.Text;
using TrafficClassifier.Logs;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Times without a year, without a zone, and at the turns of the clock.</summary>
public sealed class LogClockTests
{
    private static readonly TimeZoneInfo _berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2010-03-01T00:00:00Z", null, "Feb 28 23:59:59", "2010-02-28 23:59:59")]
    [InlineData("2010-01-02T00:00:00Z", null, "Dec 31 23:59:59", "2009-12-31 23:59:59")]
    [InlineData("2010-01-02T00:00:00Z", null, "Jan  2 12:00:00", "2010-01-02 12:00:00")] // a clock that is ahead by less than a day
    [InlineData("2026-11-24T00:00:00Z", 2010, "Jan  2 12:00:00", "2010-01-02 12:00:00")]
    [InlineData("2012-06-01T00:00:00Z", null, "Feb 29 01:02:03", "2012-02-29 01:02:03")]
    [InlineData("2012-06-01T00:00:00Z", null, "Feb  9 2011 01:02:03", "2011-02-09 01:02:03")]
    public void Year_of_the_first_line(string lastChange, int? year, string line, string expected) =>
        Assert.Equal(expected, Show(MonthDay(new LogClock(TimeZoneInfo.Utc, At(lastChange), year), line)));

    [Fact]
    public void Year_turns_between_two_lines_and_back_where_lines_change_places()
    {
        var clock = new LogClock(TimeZoneInfo.Utc, At("2010-01-05T00:00:00Z"));
        string[] lines = ["Dec 30 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01", "Jul  1 00:00:00"];

        Assert.Equal(["2009-12-30 10:00:00", "2009-12-31 23:59:59", "2010-01-01 00:00:00", "2009-12-31 23:59:59", "2010-01-01 00:00:01", "2010-07-01 00:00:00"],
            lines.Select(line => Show(MonthDay(clock, line))));
    }

    [Fact]
    public void A_time_that_was_shown_twice_is_the_first_until_the_lines_go_back()
    {
        var clock = new LogClock(_berlin, At("2026-12-01T00:00:00Z"));
        string[] lines = ["Oct 25 01:59:59", "Oct 25 02:10:00", "Oct 25 02:59:59", "Oct 25 02:59:58", "Oct 25 02:00:00", "Oct 25 02:30:00", "Oct 25 03:00:00"];

        // 02:00 to 03:00 comes twice: first in summer time (UTC+2), then in winter time (UTC+1).
        Assert.Equal(["2026-10-24 23:59:59", "2026-10-25 00:10:00", "2026-10-25 00:59:59", "2026-10-25 00:59:58", "2026-10-25 01:00:00", "2026-10-25 01:30:00", "2026-10-25 02:00:00"],
            lines.Select(line => Show(MonthDay(clock, line))));
    }

    [Fact]
    public void A_time_that_was_never_shown_is_what_winter_time_would_have_meant()
    {
        var clock = new LogClock(_berlin, At("2026-12-01T00:00:00Z"));

        Assert.Equal(["2026-03-29 00:59:59", "2026-03-29 01:30:00", "2026-03-29 01:00:00"],
            ((string[])["Mar 29 01:59:59", "Mar 29 02:30:00", "Mar 29 03:00:00"]).Select(line => Show(MonthDay(clock, line))));
    }

    [Theory]
    [InlineData("Asia/Kuala_Lumpur")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Europe/Berlin")]
    public void Every_hour_of_a_year_is_what_the_framework_says(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var clock = new LogClock(zone, Instant.MaxValue);
        for (var utc = new DateTime(2026, 1, 1, 0, 7, 0, DateTimeKind.Utc); utc.Year == 2026; utc = utc.AddMinutes(20))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
            Assert.True(clock.TryMake(local.Year, local.Month, local.Day, (long)local.TimeOfDay.TotalSeconds, 0, null, out var time));
            Assert.Equal(utc, time.ToDateTime());
        }
    }

    [Theory]
    [InlineData("2026-11-24T10:11:12Z", "2026-11-24 10:11:12")]
    [InlineData("2026-11-24T10:11:12.5+01:00", "2026-11-24 09:11:12.5")]
    [InlineData("2026-11-24 10:11:12,25", "2026-11-24 09:11:12.25")]
    [InlineData("2026-11-24T10:11:12.123456789-0330", "2026-11-24 13:41:12.1234567")]
    [InlineData("2026-06-30T23:59:60Z", "2026-07-01 00:00:00")]
    [InlineData("2026-02-29T10:11:12Z", null)]
    [InlineData("2026-13-01T10:11:12Z", null)]
    [InlineData("2026-11-24T24:11:12Z", null)]
    [InlineData("2026-11-24T10:11:12.Z", null)]
    [InlineData("1969-11-24T10:11:12Z", null)]
    public void Iso(string text, string? expected)
    {
        var rest = (ReadOnlySpan<byte>)Encoding.ASCII.GetBytes(text);
        var isRight = LogTime.TryCutIso(ref rest, new LogClock(_berlin, Instant.MaxValue), out var time);

        Assert.Equal(expected, isRight ? Show(time) : null);
        Assert.True(rest.IsEmpty || !isRight);
    }

    private static Instant At(string text) => Sightings.PipelineHarness.At(text);

    private static Instant MonthDay(LogClock clock, string text)
    {
        var rest = (ReadOnlySpan<byte>)Encoding.ASCII.GetBytes(text);
        Assert.True(LogTime.TryCutMonthDay(ref rest, clock, out var time));
        return time;
    }

    private static string Show(Instant time) => time.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
