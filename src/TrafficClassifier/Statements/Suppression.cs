using TrafficClassifier.Identity;

namespace TrafficClassifier.Statements;

/// <summary>
/// Keeps small groups out of statements (DESIGN.md 3). A cell is not shown when its visitors, or its headcount less its visitors, are
/// 1 ... k-1, or its headcount is below k. What is hidden could be computed from what is shown in two ways: departments add up to the
/// same question without departments, and days, hours and sites together reach at least the same question without them. Further cells
/// go, in an order that is public, until each hidden one could be two numbers at least, also for a reader who knows this rule: that is
/// why it looks only at what such a reader could compute as well, and never at a hidden count by itself.
/// </summary>
internal static class Suppression
{
    /// <summary>With 2, a hidden cell could only be 1: hiding it would tell it.</summary>
    private const int LeastK = 3;

    public static bool IsSmall(int count, int? headcount, int k)
    {
        if (k <= 1)
        {
            return false;
        }
        k = Math.Max(k, LeastK);
        if (count >= 1 && count < k)
        {
            return true;
        }
        return headcount is { } of && (of < k || (of - count >= 1 && of - count < k));
    }

    /// <param name="rows">In the order in which they are printed.</param>
    /// <param name="k">Groups smaller than this are suppressed.</param>
    /// <param name="whole">What the question without days, hours and sites has for a department; for null, the total.</param>
    public static void Apply(List<StatementRow> rows, int k, Func<DepartmentId?, StatementCell> whole)
    {
        if (k <= 1)
        {
            return;
        }
        k = Math.Max(k, LeastK);
        var hidden = new bool[rows.Count];
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = IsSmall(rows[i].Cell.Count, rows[i].Cell.Headcount, k);
        }
        // Small departments first: least is lost.
        var sums = Enumerable.Range(0, rows.Count).Where(i => rows[i].Key.Department is not null)
            .GroupBy(i => rows[i].Key.WithoutDepartment)
            .Select(group => group.OrderBy(i => rows[i].Cell.Headcount ?? 0).ThenBy(i => rows[i].Department, StringComparer.Ordinal).ToArray())
            .ToList();
        var unions = Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Key.Department)
            .Where(series => series.Skip(1).Any())
            .Select(series => (Rows: series.ToArray(), Whole: whole(series.Key)))
            .ToList();
        var isChanged = true;
        while (isChanged)
        {
            isChanged = false;
            foreach (var group in sums)
            {
                isChanged |= Complement(group, hidden, () => SumAudit.IsSafe(Cells(rows, hidden, group, k), k));
            }
            foreach (var (series, cell) in unions)
            {
                isChanged |= Complement(series, hidden, () => UnionAudit.IsSafe(Cells(rows, hidden, series, k), cell, k));
            }
        }
        for (var i = 0; i < hidden.Length; i++)
        {
            rows[i] = rows[i] with { Cell = rows[i].Cell with { IsSuppressed = hidden[i] } };
        }
    }

    /// <summary>Hides the first shown cells of the group until what is hidden is safe.</summary>
    /// <returns>Whether one was hidden.</returns>
    private static bool Complement(int[] group, bool[] hidden, Func<bool> isSafe)
    {
        var isChanged = false;
        foreach (var next in group)
        {
            if (hidden[next])
            {
                continue;
            }
            if (isSafe())
            {
                return isChanged;
            }
            hidden[next] = true;
            isChanged = true;
        }
        return isChanged;
    }

    /// <summary>
    /// The cells as a reader sees them. A hidden one behind a shown one was not taken to hide others, so it is small by itself.
    /// </summary>
    private static AuditedCell[] Cells(List<StatementRow> rows, bool[] hidden, int[] group, int k)
    {
        var cells = new AuditedCell[group.Length];
        var isBehindShown = false;
        for (var i = 0; i < group.Length; i++)
        {
            var cell = rows[group[i]].Cell;
            isBehindShown |= !hidden[group[i]];
            cells[i] = new AuditedCell(cell.Count, hidden[group[i]], hidden[group[i]]
                ? isBehindShown ? Ranges.OfSmall(cell.Headcount, k) : Ranges.UpTo(cell.Headcount)
                : Ranges.Only(cell.Count));
        }
        return cells;
    }
}
