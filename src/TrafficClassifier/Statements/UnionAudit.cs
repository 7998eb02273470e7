namespace TrafficClassifier.Statements;

/// <summary>
/// Whether cells whose visitors overlap stay hidden: days, hours and sites, and the question without them. The whole is no smaller than
/// any of them and no larger than all of them together, so where the shown ones do not reach it, the hidden ones are what is missing.
/// </summary>
internal static class UnionAudit
{
    public static bool IsSafe(IReadOnlyList<AuditedCell> cells, StatementCell whole, int k)
    {
        var hidden = cells.Where(cell => cell.IsHidden).ToList();
        var isWholeHidden = Suppression.IsSmall(whole.Count, whole.Headcount, k);
        if (!isWholeHidden && hidden.Count == 0)
        {
            return true;
        }
        var shown = cells.Sum(cell => cell.IsHidden ? 0L : cell.Count);
        var largest = cells.Max(cell => cell.IsHidden ? cell.Possible.Smallest : cell.Count);
        var wholes = (isWholeHidden ? Ranges.OfSmall(whole.Headcount, k) : Ranges.Only(whole.Count))
            .Within(largest, shown + hidden.Sum(cell => (long)cell.Possible.Largest));
        if ((isWholeHidden && wholes.Count < 2) || (hidden.Count == 1 && shown < wholes.Smallest))
        {
            return false;
        }
        var possible = hidden.ConvertAll(cell => cell.Possible.Within(0, wholes.Largest));
        var most = shown + possible.Sum(cell => (long)cell.Largest);
        return possible.TrueForAll(cell => cell.Within(wholes.Smallest - (most - cell.Largest), wholes.Largest).Count >= 2);
    }
}
