using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Storage;

/// <summary>The store's numbers, by those of a process.</summary>
/// <param name="Sites">By <see cref="SiteId"/>.</param>
/// <param name="Staff">By <see cref="StaffId"/>.</param>
public sealed record StoreNumbers(IReadOnlyList<SiteId> Sites, IReadOnlyList<SubjectId> Staff);
