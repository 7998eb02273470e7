using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Output;

/// <summary>Statements as CSV (RFC 4180): a line a row with the names of the JSON form; without a breakdown a line a statement.</summary>
internal static class StatementCsv
{
    private const string Header = "unit,site,category,from,to,hours,weekdays,zone,department,day,hour,count,headcount,percent,suppressed,at_least,at_most";

    public static void Write(IReadOnlyList<Statement> statements, TextWriter output)
    {
        output.WriteLine(Header);
        foreach (var statement in statements)
        {
            if (statement.Rows.Count == 0)
            {
                WriteLine(output, statement, null, statement.Total);
            }
            foreach (var row in statement.Rows)
            {
                WriteLine(output, statement, row, row.Cell);
            }
        }
        output.Flush();
    }

    private static void WriteLine(TextWriter output, Statement statement, StatementRow? row, StatementCell cell)
    {
        var hasBounds = row is null && !cell.IsSuppressed;
        string?[] fields =
        [
            StatementText.Of(statement.Unit),
            row?.Key.Site ?? statement.Site,
            row?.Key.Category ?? statement.Category,
            statement.From is { } from ? StatementText.Of(from) : null,
            statement.To is { } to ? StatementText.Of(to) : null,
            StatementText.Hours(statement.Calendar),
            StatementText.Weekdays(statement.Calendar),
            statement.Calendar.Zone.Id,
            row?.Department,
            row?.Key.Day is { } day ? StatementText.Of(day) : null,
            row?.Key.Hour is { } hour ? StatementText.Hour(hour) : null,
            cell.IsSuppressed ? null : StatementText.Of(cell.Count),
            cell.IsSuppressed || cell.Headcount is null ? null : StatementText.Of(cell.Headcount.Value),
            cell.IsSuppressed || cell.Percent is null ? null : StatementText.Of(cell.Percent.Value),
            cell.IsSuppressed ? "true" : "false",
            hasBounds ? StatementText.Of(statement.AtLeast) : null,
            hasBounds ? StatementText.Of(statement.AtMost) : null,
        ];
        output.WriteLine(string.Join(',', fields.Select(Quote)));
    }

    /// <summary>A spreadsheet would run what begins with =, +, - or @ as a formula: such a text gets an apostrophe in front.</summary>
    internal static string Quote(string? field)
    {
        var text = field ?? "";
        text = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
