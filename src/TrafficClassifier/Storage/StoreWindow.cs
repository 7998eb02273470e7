using TrafficClassifier.Catalog;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Storage;

/// <summary>What a question needs of a store.</summary>
/// <param name="Calendar">Which minutes count.</param>
public sealed record StoreWindow(Calendar Calendar)
{
    /// <summary>Null for all.</summary>
    public IReadOnlySet<SiteId>? Sites { get; init; }

    /// <summary>Whether hours of the day are told apart.</summary>
    public bool ByHour { get; init; }

    /// <summary>Whether minutes of the hour are told apart.</summary>
    public bool ByMinute { get; init; }

    /// <param name="query">A statement's question.</param>
    /// <param name="sites">The store's.</param>
    public static StoreWindow Of(StatementQuery query, IReadOnlyList<Site> sites)
    {
        ArgumentNullException.ThrowIfNull(query);
        HashSet<SiteId> asked = [.. Enumerable.Range(0, sites.Count)
            .Where(i => query.Sites.Contains(sites[i].Name, StringComparer.OrdinalIgnoreCase) || query.Categories.Contains(sites[i].Category, StringComparer.OrdinalIgnoreCase))
            .Select(i => new SiteId(i))];
        return new StoreWindow(query.Calendar)
        {
            Sites = query.Sites.Count + query.Categories.Count == 0 ? null : asked,
            ByHour = query.By.HasFlag(Breakdown.Hour) || query.StretchMinutes % Calendar.MinutesPerDay != 0,
            ByMinute = query.StretchMinutes % 60 != 0,
        };
    }
}
