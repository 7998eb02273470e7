using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;

namespace TrafficClassifier;

/// <summary>Where a sighting went, as closely as is known.</summary>
/// <param name="Kind">Whether it is known.</param>
/// <param name="Match">Of a named one; <see cref="SiteId.None"/> when no site of the catalog owns its name.</param>
/// <param name="Evidence">Of a named one: how the name was found.</param>
/// <param name="OutOfSight">What it hides beside its own name.</param>
internal readonly record struct ConnectionName(ConnectionNameKind Kind, DomainMatch Match, Evidence Evidence, OutOfSight OutOfSight);
