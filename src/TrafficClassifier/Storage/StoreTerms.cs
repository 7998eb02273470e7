using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Storage;

/// <summary>What the numbers of a process mean.</summary>
public sealed record StoreTerms
{
    public required SiteCatalog Catalog { get; init; }

    /// <summary>Null when there is none.</summary>
    public StaffDirectory? Directory { get; init; }

    /// <summary>In which the directory's dates are read.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Dates that do not count unless a question says otherwise.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>What is counted; null for the closest to people.</summary>
    public Unit? Unit { get; init; }
}
