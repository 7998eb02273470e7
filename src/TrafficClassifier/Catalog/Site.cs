namespace TrafficClassifier.Catalog;

/// <summary>An entry of the catalog.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Category">What kind of site it is.</param>
public sealed record Site(string Name, string Category);
