using TrafficClassifier.Server.Commands;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Messages as statements again: the other way of <see cref="Messages"/>, so that both are printed alike.</summary>
internal static class ReceivedStatements
{
    /// <summary>Those of all pages; one whose rows stand on several is one again.</summary>
    public static IReadOnlyList<Statement> Of(IReadOnlyList<V1.QueryUsageResponse> pages)
    {
        List<Statement> statements = [];
        foreach (var page in pages)
        {
            foreach (var message in page.Statements)
            {
                var rows = message.Rows.Select(Of).ToList();
                if (page != pages[0] && message == page.Statements[0] && statements[^1].Site == SiteOf(message) && statements[^1].Category == CategoryOf(message))
                {
                    statements[^1] = statements[^1] with { Rows = [.. statements[^1].Rows, .. rows] };
                    continue;
                }
                statements.Add(Of(message, Of(page.Coverage)) with { Rows = rows });
            }
        }
        return statements;
    }

    public static StatementCell Of(V1.Figure figure) => new(figure.Count, figure.HasHeadcount ? figure.Headcount : null, figure.Suppressed);

    private static string? SiteOf(V1.Statement message) => message.HasSite ? message.Site : null;

    private static string? CategoryOf(V1.Statement message) => message.HasCategory ? message.Category : null;

    private static Statement Of(V1.Statement message, WindowCoverage coverage)
    {
        var (start, end) = StatementOptions.Hours(message.Hours);
        return new Statement
        {
            Unit = message.Unit switch { V1.Unit.Staff => Unit.Staff, V1.Unit.Devices => Unit.Devices, _ => Unit.Addresses },
            Site = SiteOf(message),
            Category = CategoryOf(message),
            From = StatementOptions.Date("from", message.HasFrom ? message.From : null),
            To = StatementOptions.Date("to", message.HasTo ? message.To : null),
            CountedDays = message.CountedDays,
            Calendar = new Calendar(StatementOptions.Zone(message.Zone), null, null, start, end, StatementOptions.Weekdays(message.Weekdays),
                message.HolidayDates.Select(date => StatementOptions.Date("holidays", date)!.Value)),
            Total = Of(message.Total),
            AtMost = message.AtMost,
            Coverage = coverage,
        };
    }

    private static StatementRow Of(V1.Row row) => new(
        new RowKey(null, row.HasSite ? row.Site : null, row.HasCategory ? row.Category : null, StatementOptions.Date("day", row.HasDay ? row.Day : null), row.HasHour ? row.Hour : null),
        row.HasDepartment ? row.Department : null, Of(row.Figure));

    private static WindowCoverage Of(V1.Coverage message)
    {
        var figures = new Coverage();
        figures.Lost = message.FramesLost;
        figures.Connections = message.Connections;
        figures.Unnamed = message.ConnectionsWithoutName;
        figures.Hidden = message.ConnectionsWithHiddenName;
        figures.Ambiguous = message.ConnectionsAmbiguous;
        figures.NamedByAnswer = message.ConnectionsNamedByAnswer;
        figures.EncryptedDns = message.ConnectionsToEncryptedDns;
        figures.RelaysAndVpns = message.ConnectionsToRelaysAndVpns;
        figures.Sightings = message.Sightings;
        figures.WithoutPerson = message.SightingsWithoutPerson;
        figures.WithoutDevice = message.SightingsWithoutDevice;
        figures.Uncatalogued = message.SightingsUncatalogued;
        figures.Shared = message.SightingsShared;
        figures.RandomMac = message.SightingsRandomMac;
        figures.RandomMacWithoutPerson = message.SightingsRandomMacWithoutPerson;
        figures.UnverifiedAccounting = message.AccountingUnverified;
        figures.ForgedAccounting = message.AccountingForged;
        figures.LostBeforeRing = message.FramesLostBeforeRing;
        figures.KeptAway = message.FramesKeptAway;
        figures.Freezes = message.Freezes;
        figures.SecondsNotCaptured = message.SecondsNotCaptured;
        figures.ClockSteps = message.ClockSteps;
        figures.LogRecords = message.LogRecords;
        foreach (var outcome in Enum.GetValues<FrameOutcome>())
        {
            figures[outcome] = message.FramesByOutcome.GetValueOrDefault(StatementText.Of(outcome));
        }
        return new WindowCoverage
        {
            Figures = figures,
            Minutes = message.Minutes,
            MinutesSeen = message.MinutesSeen,
            MinutesUnclosed = message.MinutesUnclosed,
            Evictions = message.Evictions,
            InputErrors = message.InputErrors,
        };
    }
}
