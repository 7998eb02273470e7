using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Commands;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Reads what is asked of a store, by the same rules and spellings as the command line's flags; and what a role may ask. Bounds the work.
/// </summary>
/// <param name="store">What the store's numbers mean.</param>
/// <param name="caller">Who asks.</param>
/// <param name="k">Groups smaller than this are suppressed unless the role may see them.</param>
internal sealed class Question(StoreDescription store, Caller caller, int k)
{
    private const int MostNames = 1000;

    /// <summary>Ten years.</summary>
    private const int MostDays = 3660;

    private readonly Catalog.SiteCatalog _catalog = store.ToCatalog();

    public Catalog.SiteCatalog Catalog => _catalog;

    public StatementQuery Query(V1.Window? window, V1.Visits? visits, int? askedK) => new()
    {
        Calendar = Calendar(window ?? new V1.Window()),
        Evidence = (visits?.Evidence ?? 0) switch
        {
            V1.Evidence.Unspecified or V1.Evidence.Connection => Evidence.Connection,
            V1.Evidence.Lookup => Evidence.Lookup,
            var other => throw RequestException.Invalid($"evidence {(int)other}: write EVIDENCE_LOOKUP or EVIDENCE_CONNECTION"),
        },
        IncludeEmbedded = visits?.IncludeEmbedded ?? false,
        K = K(askedK),
        Unit = store.CountedUnit,
    };

    public IReadOnlyList<string> Sites(IEnumerable<string> names) => Names(names, name => StatementOptions.Site(_catalog, name));

    public IReadOnlyList<string> Categories(IEnumerable<string> names) => Names(names, name => StatementOptions.Category(_catalog, name));

    public Breakdown By(IEnumerable<V1.Dimension> dimensions)
    {
        var by = Breakdown.None;
        foreach (var dimension in dimensions)
        {
            by |= dimension switch
            {
                V1.Dimension.Department => Breakdown.Department,
                V1.Dimension.Site => Breakdown.Site,
                V1.Dimension.Category => Breakdown.Category,
                V1.Dimension.Day => Breakdown.Day,
                V1.Dimension.Hour => Breakdown.Hour,
                _ => throw RequestException.Invalid($"by {(int)dimension}: write DIMENSION_DEPARTMENT, _SITE, _CATEGORY, _DAY or _HOUR"),
            };
        }
        if (by.HasFlag(Breakdown.Department) && (store.Directory is null || store.CountedUnit != Unit.Staff))
        {
            throw RequestException.Invalid($"by DIMENSION_DEPARTMENT needs a staff directory; this store counts {StatementText.Of(store.CountedUnit)}");
        }
        return by;
    }

    /// <summary>In minutes.</summary>
    public int Bucket(Google.Protobuf.WellKnownTypes.Duration? bucket)
    {
        const int Day = Statements.Calendar.MinutesPerDay;
        if (bucket is null)
        {
            return 60;
        }
        var (minutes, rest) = Math.DivRem(bucket.Seconds, 60);
        if (bucket.Nanos != 0 || rest != 0 || minutes < 1 || minutes > (long)MostDays * Day || (minutes > Day && minutes % Day != 0))
        {
            throw RequestException.Invalid($"bucket {bucket.Seconds}s: write whole minutes (60s, 300s, 3600s), over a day whole days (86400s, 604800s)");
        }
        return minutes % 60 == 0 || caller.Role > Role.Viewer ? (int)minutes
            : throw RequestException.Denied($"bucket {bucket.Seconds}s: role viewer asks for whole hours (3600s)");
    }

    /// <summary>In minutes; null: today.</summary>
    public int? Span(Google.Protobuf.WellKnownTypes.Duration? span) => span switch
    {
        null => null,
        { Nanos: 0, Seconds: >= 60 and <= 86_400 } when span.Seconds % 60 == 0 => caller.Role > Role.Viewer ? (int)(span.Seconds / 60)
            : throw RequestException.Denied("span: role viewer watches today: leave it out"),
        _ => throw RequestException.Invalid($"span {span.Seconds}s: write whole minutes, 60s to 86400s"),
    };

    /// <summary>With both ends of the window: where nothing else is said, those of the store.</summary>
    public Calendar Closed(Calendar calendar)
    {
        var (first, last) = store.Minutes ?? (0, 0);
        var (from, to) = (calendar.From ?? calendar.ToLocal(first).Day, calendar.To ?? calendar.ToLocal(last).Day);
        return from <= to
            ? new Calendar(calendar.Zone, from, to, calendar.StartMinute, calendar.EndMinute, calendar.Weekdays, calendar.Holidays)
            : throw RequestException.Invalid($"window: nothing is kept {(calendar.From is null ? $"up to {to:yyyy-MM-dd}" : $"since {from:yyyy-MM-dd}")}");
    }

    private Calendar Calendar(V1.Window window)
    {
        var (from, to) = (StatementOptions.Date("from", window.HasFrom ? window.From : null), StatementOptions.Date("to", window.HasTo ? window.To : null));
        if (from > to)
        {
            throw RequestException.Invalid($"from {window.From} is later than to {window.To}: exchange them");
        }
        var (start, end) = StatementOptions.Hours(window.HasHours ? window.Hours : null);
        var zone = StatementOptions.Zone(window.HasZone ? window.Zone : store.Zone);
        if (caller.Role == Role.Viewer && (start % 60 != 0 || end % 60 != 0))
        {
            throw RequestException.Denied($"hours {window.Hours}: role viewer asks for whole hours (08:00-09:00)");
        }
        if (caller.Role == Role.Viewer && zone.Id != store.Zone)
        {
            throw RequestException.Denied($"zone {window.Zone}: role viewer asks in the store's zone: leave it out, or write {store.Zone}");
        }
        if (window.Holidays.Count > MostNames)
        {
            throw RequestException.Invalid($"holidays: at most {MostNames}");
        }
        var calendar = new Calendar(zone, from, to, start, end, StatementOptions.Weekdays(window.HasWeekdays ? window.Weekdays : null),
            window.IgnoreHolidays ? [] : window.Holidays.Count > 0 ? window.Holidays.Select(day => StatementOptions.Date("holidays", day)!.Value) : store.Holidays);
        RequireBounded(calendar);
        return calendar;
    }

    private void RequireBounded(Calendar calendar)
    {
        var (first, last) = store.Minutes ?? (0, 0);
        var days = (calendar.To ?? calendar.ToLocal(last).Day).DayNumber - (calendar.From ?? calendar.ToLocal(first).Day).DayNumber;
        if (days >= MostDays)
        {
            throw RequestException.Invalid($"window: {days + 1} days are more than {MostDays}: write a later from, or an earlier to");
        }
    }

    private int K(int? asked) => asked switch
    {
        null => k,
        < 1 => throw RequestException.Invalid($"k {asked}: write 1 or more"),
        > 1_000_000 => throw RequestException.Invalid($"k {asked}: write 1000000 or less"),
        { } own when own < k && caller.Role == Role.Viewer => throw RequestException.Denied($"k {own}: role viewer sees no groups smaller than {k}: leave k out, or write {k} or more"),
        { } own => own,
    };

    private static List<string> Names(IEnumerable<string> names, Func<string, string> find)
    {
        var found = names.Select(name => name.Length is > 0 and <= 255 ? find(name) : throw RequestException.Invalid("a name is empty, or longer than 255")).Distinct().ToList();
        return found.Count <= MostNames ? found : throw RequestException.Invalid($"{found.Count} names: at most {MostNames}");
    }
}
