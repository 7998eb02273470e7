namespace TrafficClassifier.Statements;

/// <summary>
/// Whether cells that add up to a known sum stay hidden: departments and the question without departments. Hidden cells are taken
/// together as a reader can compute them, the sum less what is shown. That must neither be few nor nearly all, and must leave each of
/// them two values at least. Few is also twice k - 1, which two cells of k - 1 add up to and nothing else, and little more than one for each cell.
/// </summary>
internal static class SumAudit
{
    public static bool IsSafe(IReadOnlyList<AuditedCell> cells, int k)
    {
        var hidden = cells.Where(cell => cell.IsHidden).ToList();
        // Where nobody was, the question without departments says so of all of them: hiding more of them would hide nothing.
        if (hidden.Count == 0 || cells.All(cell => cell.Count == 0))
        {
            return true;
        }
        var sum = hidden.Sum(cell => cell.Count);
        var most = hidden.Sum(cell => (long)cell.Possible.Headcount);
        var least = Math.Max((2 * k) - 1, hidden.Count + k);
        return hidden.Count >= 2 && sum >= least && most - sum >= least
            && hidden.Index().DistinctBy(cell => cell.Item.Possible).All(cell => HasTwoValues(hidden, cell.Index, sum));
    }

    private static bool HasTwoValues(List<AuditedCell> hidden, int at, int sum)
    {
        var others = Ranges.Only(0);
        for (var i = 0; i < hidden.Count; i++)
        {
            others = i == at ? others : others.Plus(hidden[i].Possible, sum);
        }
        return others.From(sum).CountWith(hidden[at].Possible) >= 2;
    }
}
