using System.Globalization;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using Calendar = TrafficClassifier.Statements.Calendar;

namespace TrafficClassifier.Server.Output;

/// <summary>The words and spellings that all forms of a statement share.</summary>
internal static class StatementText
{
    public static string Of(Unit unit) => unit switch
    {
        Unit.Staff => "staff",
        Unit.Devices => "devices",
        _ => "addresses",
    };

    public static string Of(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Of(decimal percent) => percent.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Hours(Calendar calendar) => $"{Minute(calendar.StartMinute)}-{Minute(calendar.EndMinute)}";

    public static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00");

    public static string Weekdays(Calendar calendar)
    {
        // Weeks are told from Monday on.
        var days = calendar.Weekdays.Select(day => ((int)day + 6) % 7).Order().ToList();
        string[] names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        return days.Count > 2 && days[^1] - days[0] == days.Count - 1
            ? $"{names[days[0]]}-{names[days[^1]]}"
            : string.Join(',', days.Select(day => names[day]));
    }

    /// <summary>The name of an outcome in JSON and tables.</summary>
    public static string Of(FrameOutcome outcome) => outcome switch
    {
        FrameOutcome.Classified => "classified",
        FrameOutcome.NotOfInterest => "not_of_interest",
        FrameOutcome.Duplicate => "duplicate",
        FrameOutcome.Truncated => "truncated",
        FrameOutcome.Malformed => "malformed",
        FrameOutcome.Unsupported => "unsupported",
        FrameOutcome.Fragment => "fragment",
        _ => "segment",
    };

    private static string Minute(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
