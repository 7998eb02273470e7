namespace TrafficClassifier.Catalog;

/// <summary>A site, by position in the catalog.</summary>
public readonly record struct SiteId(int Value)
{
    /// <summary>No site of the catalog.</summary>
    public static readonly SiteId None = new(-1);
}
