using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Grpc;

/// <summary>An answer of several statements as lines: each statement, and behind it each of its rows.</summary>
internal sealed class StatementPages(IReadOnlyList<Statement> statements)
{
    public int Lines { get; } = statements.Sum(statement => 1 + statement.Rows.Count);

    public V1.QueryUsageResponse Page(int from, int size)
    {
        var response = new V1.QueryUsageResponse { Coverage = Messages.Of(statements[0].Coverage) };
        var first = 0;
        foreach (var statement in statements)
        {
            var behind = first + 1 + statement.Rows.Count;
            if (first < from + size && behind > from)
            {
                var message = Messages.Of(statement);
                message.Rows.AddRange(statement.Rows.Skip(Math.Max(0, from - first - 1)).Take(from + size - Math.Max(from, first + 1)).Select(Messages.Of));
                response.Statements.Add(message);
            }
            first = behind;
        }
        return response;
    }
}
