using System.Globalization;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Output;

/// <summary>Statements for a person at a terminal.</summary>
internal static class StatementTable
{
    private const string Suppressed = "*";

    public static void Write(IReadOnlyList<Statement> statements, StatementQuery query, TextWriter output)
    {
        if (statements.Count == 1)
        {
            WriteHead(statements[0], output);
        }
        else
        {
            WriteOverview(statements, output);
        }
        foreach (var statement in statements.Where(statement => statement.Rows.Count > 0))
        {
            output.WriteLine();
            WriteRows(statement, query, output);
        }
        output.WriteLine();
        WriteCoverage(statements[0], output);
        WriteNotes(statements, query, output);
        output.Flush();
    }

    private static string Name(Statement statement) => statement.Site ?? statement.Category ?? "any site of the catalog";

    private static void WriteHead(Statement statement, TextWriter output)
    {
        output.WriteLine($"{Name(statement)}, {Window(statement)}:");
        output.WriteLine();
        output.WriteLine($"  {Figure(statement)}");
        output.WriteLine();
        output.WriteLine($"  {Days(statement)}");
        if (!statement.Total.IsSuppressed)
        {
            output.WriteLine($"  at least {statement.AtLeast}, at most {statement.AtMost}");
        }
    }

    private static string Figure(Statement statement)
    {
        var total = statement.Total;
        var unit = StatementText.Of(statement.Unit);
        return total.IsSuppressed ? $"{Suppressed} {unit} (suppressed: the group is too small to be shown)"
            : total.Headcount is { } headcount ? $"{total.Count} of {headcount} {unit}{(total.Percent is { } percent ? $" ({StatementText.Of(percent)} %)" : "")}"
            : $"{total.Count} {unit}";
    }

    private static string Window(Statement statement)
    {
        var calendar = statement.Calendar;
        var dates = statement.From is { } from && statement.To is { } to
            ? from == to ? StatementText.Of(from) : $"{StatementText.Of(from)} to {StatementText.Of(to)}"
            : "no frames";
        var weekdays = StatementText.Weekdays(calendar);
        return $"{dates}{(weekdays == "mon-sun" ? "" : $", {weekdays}")}, {StatementText.Hours(calendar)} {calendar.Zone.Id}";
    }

    private static string Days(Statement statement) => statement.CountedDays == 1
        ? "on the one day that the calendar counts"
        : $"on at least one of {statement.CountedDays} counted days";

    private static void WriteOverview(IReadOnlyList<Statement> statements, TextWriter output)
    {
        var first = statements[0];
        output.WriteLine($"{Window(first)}, {Days(first)}:");
        output.WriteLine();
        var table = new TextTable("site", ">" + StatementText.Of(first.Unit), ">of", ">%", ">at most");
        foreach (var statement in statements)
        {
            var hidden = statement.Total.IsSuppressed;
            table.Add([Name(statement), .. Figures(statement.Total), hidden ? "" : StatementText.Of(statement.AtMost)]);
        }
        table.Write(output);
    }

    private static void WriteRows(Statement statement, StatementQuery query, TextWriter output)
    {
        output.WriteLine($"{Name(statement)} by {query.By.ToString().ToLowerInvariant()}:");
        output.WriteLine();
        List<(string Head, Func<StatementRow, string> Text)> columns = [];
        Column(Breakdown.Department, "department", row => row.Department ?? "");
        Column(Breakdown.Site, "site", row => row.Key.Site ?? "");
        Column(Breakdown.Category, "category", row => row.Key.Category ?? "");
        Column(Breakdown.Day, "day", row => row.Key.Day is { } day ? $"{StatementText.Of(day)} {day.DayOfWeek.ToString()[..3]}" : "");
        Column(Breakdown.Hour, "hour", row => row.Key.Hour is { } hour ? StatementText.Hour(hour) : "");
        var table = new TextTable([.. columns.Select(column => column.Head), ">" + StatementText.Of(statement.Unit), ">of", ">%"]);
        foreach (var row in statement.Rows)
        {
            table.Add([.. columns.Select(column => column.Text(row)), .. Figures(row.Cell)]);
        }
        table.Write(output);

        void Column(Breakdown part, string head, Func<StatementRow, string> text)
        {
            if (query.By.HasFlag(part))
            {
                columns.Add((head, text));
            }
        }
    }

    private static string[] Figures(StatementCell cell) => cell.IsSuppressed ? [Suppressed, "", ""]
        : [StatementText.Of(cell.Count), cell.Headcount is { } of ? StatementText.Of(of) : "", cell.Percent is { } percent ? StatementText.Of(percent) : ""];

    private static void WriteCoverage(Statement statement, TextWriter output)
    {
        var coverage = statement.Coverage;
        var figures = coverage.Figures;
        output.WriteLine("Coverage of the window:");
        var outcomes = string.Join(", ", Enum.GetValues<FrameOutcome>().Where(outcome => figures[outcome] > 0)
            .Select(outcome => $"{N(figures[outcome])} {StatementText.Of(outcome).Replace('_', ' ')}"));
        output.WriteLine($"  frames       {N(figures.Frames)} received, {N(figures.Lost)} lost{(outcomes.Length > 0 ? "; " : "")}{outcomes}");
        if (figures.KeptAway + figures.LostBeforeRing + figures.Freezes + figures.SecondsNotCaptured + figures.ClockSteps > 0)
        {
            output.WriteLine($"  capture      {N(figures.KeptAway)} more frames kept away by the kernel's filter; of the lost {N(figures.LostBeforeRing)} before the ring, which was full {N(figures.Freezes)} times; {N(figures.SecondsNotCaptured)} seconds not captured, {N(figures.ClockSteps)} clock steps");
        }
        output.WriteLine($"  connections  {N(figures.Connections)} seen, {N(figures.Unnamed)} without a name, {N(figures.Hidden)} with a hidden name, {N(figures.Ambiguous)} ambiguous, {N(figures.NamedByAnswer)} named by DNS answers");
        output.WriteLine($"  hiding       {N(figures.EncryptedDns)} connections to encrypted DNS, {N(figures.RelaysAndVpns)} to relays and VPNs");
        output.WriteLine($"  sightings    {N(figures.Sightings)} seen, {N(figures.WithoutPerson)} without person ({N(figures.WithoutDevice)} without lease), {N(figures.Uncatalogued)} of no site in the catalog");
        if (figures.Shared > 0)
        {
            output.WriteLine($"  shared       {N(figures.Shared)} sightings by devices and addresses that several people share: nobody's");
        }
        if (figures.RandomMac > 0)
        {
            output.WriteLine($"  random MACs  {N(figures.RandomMac)} sightings by devices that chose their own, {N(figures.RandomMacWithoutPerson)} of them without person");
        }
        if (figures.UnverifiedAccounting + figures.ForgedAccounting > 0)
        {
            output.WriteLine($"  accounting   {N(figures.UnverifiedAccounting)} RADIUS requests believed without a secret, {N(figures.ForgedAccounting)} not signed with it and not believed");
        }
        if (figures.LogRecords > 0)
        {
            output.WriteLine($"  logs         {N(figures.LogRecords)} records of logs");
        }
        foreach (var log in coverage.Logs.OrderBy(log => log.Input, StringComparer.Ordinal))
        {
            output.WriteLine($"    {log.Input} ({log.Format}): {N(log.Counters.Lines)} lines, {N(log.Counters[LineOutcome.Record])} with records ({N(log.Counters.Sightings)} sightings, {N(log.Counters.Bindings)} bindings), {N(log.Counters[LineOutcome.NotOfInterest] + log.Counters[LineOutcome.Comment])} of no interest, {N(log.BadLines)} bad");
        }
        output.WriteLine($"  minutes      {(figures.LogRecords > 0 ? "frames or records" : "frames")} in {N(coverage.MinutesSeen)} of {N(coverage.Minutes)}{(coverage.MinutesUnclosed > 0 ? $"; {N(coverage.MinutesUnclosed)} not closed: open, or cut by a kill" : "")}");
        if (coverage.Evictions > 0)
        {
            output.WriteLine($"  evictions    {N(coverage.Evictions)}: a table was full, and the numbers may depend on the order of the input");
        }
        if (coverage.InputErrors > 0)
        {
            output.WriteLine($"  input        {N(coverage.InputErrors)} files or lines could not be used");
        }
    }

    private static void WriteNotes(IReadOnlyList<Statement> statements, StatementQuery query, TextWriter output)
    {
        var hidden = statements.Count(statement => statement.Total.IsSuppressed)
            + statements.Sum(statement => statement.Rows.Count(row => row.Cell.IsSuppressed));
        if (hidden > 0)
        {
            output.WriteLine($"{Suppressed} {hidden} suppressed: fewer than {query.K} people, or all but fewer than {query.K}, or needed to hide such a group (--k 1 shows them to the owner of the captures).");
        }
        if (statements[0].Unit != Unit.Staff)
        {
            output.WriteLine(statements[0].Unit == Unit.Devices
                ? "Devices are counted: name a staff directory (--staff) to count people."
                : "Addresses are counted, because no lease was seen: name lease files (--leases) and a staff directory (--staff) to count people.");
        }
    }

    private static string N(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
