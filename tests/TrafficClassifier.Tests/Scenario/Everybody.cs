using TrafficClassifier.Catalog;
using TrafficClassifier.Sightings;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Scenario;

/// <summary>The circular's question with its rule about guests switched off: whoever visited counts, of whatever kind.</summary>
internal sealed class Everybody : IBucketSink
{
    private readonly CellKey _visit = new(CatalogFile.Load([]).FindSite(WeekReplay.Site), Evidence.Connection, DomainRole.Main);

    public SubjectSet Visitors { get; } = new();

    public void Accept(UsageBucket bucket)
    {
        var (day, minute) = WeekReplay.Ask().Calendar.ToLocal(bucket.Minute);
        if (WeekReplay.Ask().Calendar.CountsDay(day) && minute / 60 == 8 && bucket.Cells.TryGetValue(_visit.Packed, out var cell))
        {
            Visitors.UnionWith(cell.Subjects);
        }
    }
}
