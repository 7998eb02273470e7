using System.Text.Encodings.Web;
using System.Text.Json;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Output;

/// <summary>A statement as JSON (DESIGN.md 6): one object, or an array of several. Fields may be added, never renamed.</summary>
internal static class StatementJson
{
    public static void Write(IReadOnlyList<Statement> statements, bool isSingle, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (!isSingle)
            {
                json.WriteStartArray();
            }
            foreach (var statement in statements)
            {
                Write(json, statement);
            }
            if (!isSingle)
            {
                json.WriteEndArray();
            }
        }
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteStartObject();
        json.WriteString("unit", StatementText.Of(statement.Unit));
        WriteText(json, "site", statement.Site);
        WriteText(json, "category", statement.Category);
        WriteText(json, "from", statement.From is { } from ? StatementText.Of(from) : null);
        WriteText(json, "to", statement.To is { } to ? StatementText.Of(to) : null);
        json.WriteString("hours", StatementText.Hours(statement.Calendar));
        json.WriteString("weekdays", StatementText.Weekdays(statement.Calendar));
        json.WriteNumber("holidays", statement.Calendar.HolidayCount);
        json.WriteNumber("counted_days", statement.CountedDays);
        json.WriteString("zone", statement.Calendar.Zone.Id);
        WriteCell(json, statement.Total);
        WriteNumber(json, "at_least", statement.Total.IsSuppressed ? null : statement.AtLeast);
        WriteNumber(json, "at_most", statement.Total.IsSuppressed ? null : statement.AtMost);
        WriteCoverage(json, statement.Coverage);
        json.WriteStartArray("rows");
        foreach (var row in statement.Rows)
        {
            WriteRow(json, row);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, StatementRow row)
    {
        json.WriteStartObject();
        WriteGiven(json, "department", row.Department);
        WriteGiven(json, "site", row.Key.Site);
        WriteGiven(json, "category", row.Key.Category);
        WriteGiven(json, "day", row.Key.Day is { } day ? StatementText.Of(day) : null);
        WriteGiven(json, "hour", row.Key.Hour is { } hour ? StatementText.Hour(hour) : null);
        WriteCell(json, row.Cell);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, StatementCell cell)
    {
        WriteNumber(json, "count", cell.IsSuppressed ? null : cell.Count);
        WriteNumber(json, "headcount", cell.IsSuppressed ? null : cell.Headcount);
        if (!cell.IsSuppressed && cell.Percent is { } percent)
        {
            json.WriteNumber("percent", percent);
        }
        else
        {
            json.WriteNull("percent");
        }
        json.WriteBoolean("suppressed", cell.IsSuppressed);
    }

    private static void WriteCoverage(Utf8JsonWriter json, WindowCoverage coverage)
    {
        var figures = coverage.Figures;
        json.WriteStartObject("coverage");
        json.WriteStartObject("frames");
        json.WriteNumber("received", figures.Frames);
        foreach (var outcome in Enum.GetValues<FrameOutcome>())
        {
            json.WriteNumber(StatementText.Of(outcome), figures[outcome]);
        }
        json.WriteNumber("lost", figures.Lost);
        json.WriteNumber("lost_before_ring", figures.LostBeforeRing);
        json.WriteNumber("kept_away", figures.KeptAway);
        json.WriteEndObject();
        json.WriteStartObject("capture");
        json.WriteNumber("freezes", figures.Freezes);
        json.WriteNumber("seconds_not_captured", figures.SecondsNotCaptured);
        json.WriteNumber("clock_steps", figures.ClockSteps);
        json.WriteEndObject();
        json.WriteStartObject("connections");
        json.WriteNumber("seen", figures.Connections);
        json.WriteNumber("without_name", figures.Unnamed);
        json.WriteNumber("hidden_name", figures.Hidden);
        json.WriteNumber("ambiguous", figures.Ambiguous);
        json.WriteNumber("named_by_answer", figures.NamedByAnswer);
        json.WriteNumber("encrypted_dns", figures.EncryptedDns);
        json.WriteNumber("relays_and_vpns", figures.RelaysAndVpns);
        json.WriteEndObject();
        json.WriteStartObject("sightings");
        json.WriteNumber("seen", figures.Sightings);
        json.WriteNumber("without_person", figures.WithoutPerson);
        json.WriteNumber("without_device", figures.WithoutDevice);
        json.WriteNumber("uncatalogued", figures.Uncatalogued);
        json.WriteNumber("shared", figures.Shared);
        json.WriteNumber("random_mac", figures.RandomMac);
        json.WriteNumber("random_mac_without_person", figures.RandomMacWithoutPerson);
        json.WriteEndObject();
        json.WriteStartObject("accounting");
        json.WriteNumber("unverified", figures.UnverifiedAccounting);
        json.WriteNumber("forged", figures.ForgedAccounting);
        json.WriteEndObject();
        json.WriteNumber("log_records", figures.LogRecords);
        WriteLogs(json, coverage.Logs);
        json.WriteNumber("minutes", coverage.Minutes);
        json.WriteNumber("minutes_seen", coverage.MinutesSeen);
        json.WriteNumber("minutes_unclosed", coverage.MinutesUnclosed);
        json.WriteNumber("evictions", coverage.Evictions);
        json.WriteNumber("input_errors", coverage.InputErrors);
        json.WriteEndObject();
    }

    /// <summary>Of the whole input, and only where there are logs: a store does not know them one by one.</summary>
    private static void WriteLogs(Utf8JsonWriter json, IReadOnlyList<LogSummary> logs)
    {
        if (logs.Count == 0)
        {
            return;
        }
        json.WriteStartArray("logs");
        foreach (var log in logs.OrderBy(log => log.Input, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("input", log.Input);
            json.WriteString("format", log.Format);
            json.WriteNumber("lines", log.Counters.Lines);
            json.WriteNumber("records", log.Counters[LineOutcome.Record]);
            json.WriteNumber("not_of_interest", log.Counters[LineOutcome.NotOfInterest]);
            json.WriteNumber("comments", log.Counters[LineOutcome.Comment]);
            json.WriteNumber("malformed", log.Counters[LineOutcome.Malformed]);
            json.WriteNumber("too_long", log.Counters[LineOutcome.TooLong]);
            json.WriteNumber("sightings", log.Counters.Sightings);
            json.WriteNumber("bindings", log.Counters.Bindings);
            json.WriteNumber("format_changes", log.Counters.FormatChanges);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteGiven(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
