namespace TrafficClassifier.Catalog;

/// <summary>What the catalog says of a domain.</summary>
public readonly record struct DomainMatch(SiteId Site, DomainRole Role);
