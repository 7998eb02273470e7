namespace TrafficClassifier.Statements;

/// <summary>
/// Keeps small groups out of statements (DESIGN.md 3). A cell is not shown when its visitors, or its headcount less its visitors, are
/// 1 ... k-1, or its headcount is below k. Departments of one group add up to its total, so what is suppressed there could be computed
/// from the rest: further cells go, in a fixed order, until what is hidden is at least two cells and would be fit to be shown as one.
/// </summary>
internal static class Suppression
{
    public static bool IsSmall(int count, int? headcount, int k)
    {
        if (k <= 1)
        {
            return false;
        }
        if (count >= 1 && count < k)
        {
            return true;
        }
        return headcount is { } of && (of < k || (of - count >= 1 && of - count < k));
    }

    public static void Apply(List<StatementRow> rows, int k)
    {
        if (k <= 1)
        {
            return;
        }
        for (var i = 0; i < rows.Count; i++)
        {
            if (IsSmall(rows[i].Cell.Count, rows[i].Cell.Headcount, k))
            {
                Suppress(rows, i);
            }
        }
        var groups = Enumerable.Range(0, rows.Count).Where(i => rows[i].Key.Department is not null).GroupBy(i => rows[i].Key.WithoutDepartment);
        foreach (var group in groups)
        {
            Complement(rows, [.. group], k);
        }
    }

    private static void Complement(List<StatementRow> rows, List<int> group, int k)
    {
        var hidden = group.Where(i => rows[i].Cell.IsSuppressed).ToList();
        if (hidden.Count == 0)
        {
            return;
        }
        // Small departments first: least is lost. Never by count, which would tell something of it.
        var candidates = group.Except(hidden)
            .OrderBy(i => rows[i].Cell.Headcount ?? 0).ThenBy(i => rows[i].Department, StringComparer.Ordinal).ToList();
        foreach (var next in candidates)
        {
            var count = hidden.Sum(i => rows[i].Cell.Count);
            var headcount = hidden.Sum(i => rows[i].Cell.Headcount ?? 0);
            if (hidden.Count >= 2 && count > 0 && !IsSmall(count, headcount, k))
            {
                return;
            }
            Suppress(rows, next);
            hidden.Add(next);
        }
    }

    private static void Suppress(List<StatementRow> rows, int at) => rows[at] = rows[at] with { Cell = rows[at].Cell with { IsSuppressed = true } };
}
