using Google.Protobuf.WellKnownTypes;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Statements as messages: the same fields as <see cref="StatementJson"/>.</summary>
internal static class Messages
{
    public static V1.Unit Of(Statements.Unit unit) => unit switch
    {
        Statements.Unit.Staff => V1.Unit.Staff,
        Statements.Unit.Devices => V1.Unit.Devices,
        _ => V1.Unit.Addresses,
    };

    /// <summary>Without its rows.</summary>
    public static V1.Statement Of(Statement statement)
    {
        var message = new V1.Statement
        {
            Unit = Of(statement.Unit),
            Hours = StatementText.Hours(statement.Calendar),
            Weekdays = StatementText.Weekdays(statement.Calendar),
            Zone = statement.Calendar.Zone.Id,
            Holidays = statement.Calendar.HolidayCount,
            CountedDays = statement.CountedDays,
            Total = Of(statement.Total),
            HolidayDates = { statement.Calendar.Holidays.Select(StatementText.Of) },
        };
        if (statement.Site is { } site)
        {
            message.Site = site;
        }
        if (statement.Category is { } category)
        {
            message.Category = category;
        }
        if (statement.From is { } from && statement.To is { } to)
        {
            (message.From, message.To) = (StatementText.Of(from), StatementText.Of(to));
        }
        if (!statement.Total.IsSuppressed)
        {
            (message.AtLeast, message.AtMost) = (statement.AtLeast, statement.AtMost);
        }
        return message;
    }

    public static V1.Row Of(StatementRow row)
    {
        var message = new V1.Row { Figure = Of(row.Cell) };
        if (row.Department is { } department)
        {
            message.Department = department;
        }
        if (row.Key.Site is { } site)
        {
            message.Site = site;
        }
        if (row.Key.Category is { } category)
        {
            message.Category = category;
        }
        if (row.Key.Day is { } day)
        {
            message.Day = StatementText.Of(day);
        }
        if (row.Key.Hour is { } hour)
        {
            message.Hour = hour;
        }
        return message;
    }

    public static V1.Point PointOf(StatementRow row, Calendar calendar)
    {
        var message = new V1.Point { Figure = Of(row.Cell), Start = Start(row.Key.Stretch!.Value, calendar) };
        if (row.Department is { } department)
        {
            message.Department = department;
        }
        return message;
    }

    public static V1.Figure Of(StatementCell cell)
    {
        var figure = new V1.Figure { Suppressed = cell.IsSuppressed };
        if (cell.IsSuppressed)
        {
            return figure;
        }
        figure.Count = cell.Count;
        if (cell.Headcount is { } headcount)
        {
            figure.Headcount = headcount;
        }
        if (cell.Percent is { } percent)
        {
            figure.Percent = (double)percent;
        }
        return figure;
    }

    public static V1.Coverage Of(WindowCoverage coverage)
    {
        var figures = coverage.Figures;
        var message = new V1.Coverage
        {
            Frames = figures.Frames,
            FramesLost = figures.Lost,
            Connections = figures.Connections,
            ConnectionsWithoutName = figures.Unnamed,
            ConnectionsWithHiddenName = figures.Hidden,
            ConnectionsAmbiguous = figures.Ambiguous,
            ConnectionsNamedByAnswer = figures.NamedByAnswer,
            ConnectionsToEncryptedDns = figures.EncryptedDns,
            ConnectionsToRelaysAndVpns = figures.RelaysAndVpns,
            Sightings = figures.Sightings,
            SightingsWithoutPerson = figures.WithoutPerson,
            SightingsWithoutDevice = figures.WithoutDevice,
            SightingsUncatalogued = figures.Uncatalogued,
            SightingsShared = figures.Shared,
            SightingsRandomMac = figures.RandomMac,
            SightingsRandomMacWithoutPerson = figures.RandomMacWithoutPerson,
            AccountingUnverified = figures.UnverifiedAccounting,
            AccountingForged = figures.ForgedAccounting,
            Minutes = coverage.Minutes,
            MinutesSeen = coverage.MinutesSeen,
            MinutesUnclosed = coverage.MinutesUnclosed,
            Evictions = coverage.Evictions,
            InputErrors = coverage.InputErrors,
            FramesLostBeforeRing = figures.LostBeforeRing,
            FramesKeptAway = figures.KeptAway,
            LogRecords = figures.LogRecords,
            Freezes = figures.Freezes,
            SecondsNotCaptured = figures.SecondsNotCaptured,
            ClockSteps = figures.ClockSteps,
        };
        foreach (var outcome in System.Enum.GetValues<FrameOutcome>())
        {
            message.FramesByOutcome.Add(StatementText.Of(outcome), figures[outcome]);
        }
        return message;
    }

    public static Timestamp OfMinute(long minute) => new() { Seconds = 60 * minute };

    /// <summary>Local time that a clock skipped begins where the clock went on.</summary>
    private static Timestamp Start(Stretch stretch, Calendar calendar)
    {
        var local = stretch.Day.ToDateTime(TimeOnly.MinValue).AddMinutes(stretch.Minute);
        while (calendar.Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }
        var offset = calendar.Zone.IsAmbiguousTime(local) ? calendar.Zone.GetAmbiguousTimeOffsets(local).Max() : calendar.Zone.GetUtcOffset(local);
        return Timestamp.FromDateTimeOffset(new DateTimeOffset(local, offset));
    }
}
