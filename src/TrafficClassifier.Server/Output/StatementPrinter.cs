using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Output;

/// <summary>Prints statements in the form asked for.</summary>
internal static class StatementPrinter
{
    public static void Print(IReadOnlyList<Statement> statements, StatementQuery query, OutputFormat format, Terminal terminal)
    {
        switch (format)
        {
            case OutputFormat.Json:
                // One object when the question has one answer by its form, whatever was seen.
                var isSingle = query.Sites.Count + query.Categories.Count == 1
                    || (query.Sites.Count + query.Categories.Count == 0 && (query.By & (Breakdown.Site | Breakdown.Category)) != 0);
                StatementJson.Write(statements, isSingle, terminal.Bytes);
                break;
            case OutputFormat.Csv:
                StatementCsv.Write(statements, terminal.Output);
                break;
            default:
                StatementTable.Write(statements, query, terminal.Output);
                break;
        }
    }
}
