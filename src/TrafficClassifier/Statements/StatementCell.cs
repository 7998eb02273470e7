namespace TrafficClassifier.Statements;

/// <summary>A count with its denominator, shown or suppressed.</summary>
/// <param name="Count">Distinct subjects.</param>
/// <param name="Headcount">Of how many; null unless the unit is staff.</param>
/// <param name="IsSuppressed">The figures must not leave the program.</param>
public readonly record struct StatementCell(int Count, int? Headcount, bool IsSuppressed)
{
    /// <summary>Two decimals, rounded half up; null without a headcount.</summary>
    public decimal? Percent => Headcount is > 0
        ? Math.Round(100m * Count / Headcount.Value, 2, MidpointRounding.AwayFromZero)
        : null;
}
