using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Storage;

/// <summary>What the numbers of a store mean: sites, departments and who is in them, kinds of subjects, zone, and what was lost. Nobody's name.</summary>
public sealed record StoreDescription
{
    /// <summary>In which the directory's dates were read.</summary>
    public required string Zone { get; init; }

    /// <summary>Dates that do not count unless a question says otherwise.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    public required IReadOnlyList<Site> Sites { get; init; }

    /// <summary>Whose domains they are, by the newest catalog: sites may be asked for by them.</summary>
    public IReadOnlyDictionary<string, DomainMatch> Domains { get; init; } = new Dictionary<string, DomainMatch>();

    /// <summary>Of subjects by number; null when there never was one.</summary>
    public StaffDirectory? Directory { get; init; }

    public required IReadOnlyList<SubjectKind> Kinds { get; init; }

    /// <summary>What was told to be counted; null for the closest to people.</summary>
    public Unit? Unit { get; init; }

    /// <summary>What the sets are of.</summary>
    public Unit CountedUnit => Unit ?? (Directory is not null ? Statements.Unit.Staff : Kinds.Contains(SubjectKind.Device) ? Statements.Unit.Devices : Statements.Unit.Addresses);

    public long Evictions { get; init; }

    public long InputErrors { get; init; }

    /// <summary>The first and the last minute kept; null of an empty store.</summary>
    public (long First, long Last)? Minutes { get; init; }

    public SiteCatalog ToCatalog() => new(Sites, Domains, []);
}
