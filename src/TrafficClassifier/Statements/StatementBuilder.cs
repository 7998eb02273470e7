using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Statements;

/// <summary>
/// Folds closed buckets into the answer to one query as they come, from a replay or out of a store. Its memory grows with the rows asked
/// for, not with the length of the capture.
/// </summary>
public sealed class StatementBuilder : IBucketSink
{
    private readonly StatementQuery _query;
    private readonly SiteCatalog _catalog;
    private readonly StaffDirectory? _directory;
    private readonly Dictionary<(string? Site, string? Category), StatementTally> _tallies = [];
    private readonly List<StatementTally>?[] _talliesOfSite;
    private readonly SubjectSet _outOfSight = new();
    private readonly Coverage _coverage = new();
    private readonly bool _isPerSite;
    private long _unclosed;
    private DateOnly _firstDay = DateOnly.MaxValue;
    private DateOnly _lastDay = DateOnly.MinValue;
    private readonly MinuteSet _minutesSeen = new();
    private DateOnly _departmentsDay;
    private DepartmentId[]? _departments;

    public StatementBuilder(StatementQuery query, SiteCatalog catalog, StaffDirectory? directory)
    {
        _query = query;
        _catalog = catalog;
        _directory = directory;
        _talliesOfSite = new List<StatementTally>?[catalog.Sites.Count];
        var isForAll = query.Sites.Count == 0 && query.Categories.Count == 0;
        _isPerSite = isForAll && !query.IsTogether && (query.By & (Breakdown.Site | Breakdown.Category)) == 0;
        foreach (var name in query.Sites)
        {
            Tally(catalog.Sites.First(site => site.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Name, null);
        }
        foreach (var name in query.Categories)
        {
            Tally(null, catalog.Sites.First(site => site.Category.Equals(name, StringComparison.OrdinalIgnoreCase)).Category);
        }
        if (isForAll && !_isPerSite)
        {
            Tally(null, null);
        }
    }

    public void Accept(UsageBucket bucket)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        var (day, minuteOfDay) = _query.Calendar.ToLocal(bucket.Minute);
        _firstDay = day < _firstDay ? day : _firstDay;
        _lastDay = day > _lastDay ? day : _lastDay;
        if (!_query.Calendar.CountsDay(day) || !_query.Calendar.CountsMinute(minuteOfDay))
        {
            return;
        }
        _coverage.Add(bucket.Coverage);
        _unclosed += bucket.Unclosed;
        for (var i = 0; i < bucket.Length; i++)
        {
            if (bucket.HasSeen(i))
            {
                _minutesSeen.Add(bucket.Minute + i); // it may come again
            }
        }
        foreach (var (packed, cell) in bucket.Cells)
        {
            _ = CellKey.TryUnpack((uint)packed, _catalog.Sites.Count, out var key);
            if (!key.IsOfSite)
            {
                _outOfSight.UnionWith(cell.Subjects);
            }
            else if (IsVisit(key))
            {
                foreach (var tally in TalliesOf(key.Site))
                {
                    Fold(tally, key.Site, cell.Subjects, day, minuteOfDay);
                }
            }
        }
    }

    /// <param name="kinds">Of every subject that the buckets name.</param>
    /// <param name="evictions">Of the whole input.</param>
    /// <param name="inputErrors">Of the whole input.</param>
    /// <param name="logs">What each log of the whole input gave.</param>
    /// <returns>Without a filter busiest first and those that are suppressed last by name, else in the order asked for.</returns>
    public IReadOnlyList<Statement> Build(IReadOnlyList<SubjectKind> kinds, long evictions = 0, long inputErrors = 0, IReadOnlyList<LogSummary>? logs = null)
    {
        var unit = _query.Unit ?? (_directory is not null ? Unit.Staff : kinds.Contains(SubjectKind.Device) ? Unit.Devices : Unit.Addresses);
        var (from, to) = (_query.Calendar.From ?? _firstDay, _query.Calendar.To ?? _lastDay);
        List<DateOnly> days = [];
        for (var number = from.DayNumber; number <= to.DayNumber; number++)
        {
            if (_query.Calendar.CountsDay(DateOnly.FromDayNumber(number)))
            {
                days.Add(DateOnly.FromDayNumber(number));
            }
        }
        var coverage = new WindowCoverage
        {
            Figures = _coverage,
            Minutes = days.Sum(day => (long)_query.Calendar.MinutesOn(day)),
            MinutesSeen = _minutesSeen.Count,
            MinutesUnclosed = _unclosed,
            Evictions = evictions,
            InputErrors = inputErrors,
            Logs = logs ?? [],
        };
        if (_tallies.Count == 0)
        {
            Tally(null, null); // nothing was seen: that too is a number with its coverage
        }
        var rows = new StatementRows(_query, _directory, days, kinds, (SubjectKind)unit);
        var statements = _tallies.Values.Select(tally => new Statement
        {
            Unit = unit,
            Site = tally.Site,
            Category = tally.Category,
            From = from <= to ? from : null,
            To = from <= to ? to : null,
            CountedDays = days.Count,
            Calendar = _query.Calendar,
            Total = rows.Total(tally),
            AtMost = AtMost(tally, kinds, (SubjectKind)unit, rows.Total(tally).Headcount),
            Coverage = coverage,
            Rows = rows.Of(tally),
        });
        return _isPerSite
            ? [.. statements.OrderByDescending(s => s.Total.IsSuppressed ? -1 : s.Total.Count).ThenBy(s => s.Site, StringComparer.Ordinal)]
            : [.. statements];
    }

    /// <summary>Whoever visited what was asked for, of one kind, by number.</summary>
    public IReadOnlyList<SubjectId> Visitors(IReadOnlyList<SubjectKind> kinds, SubjectKind kind)
    {
        var all = new SubjectSet();
        foreach (var tally in _tallies.Values)
        {
            all.UnionWith(tally.Visitors);
        }
        List<SubjectId> visitors = [];
        foreach (var subject in all)
        {
            if (kinds[subject.Value] == kind)
            {
                visitors.Add(subject);
            }
        }
        return visitors;
    }

    private bool IsVisit(CellKey key) => (key.Evidence != Evidence.Lookup || _query.Evidence == Evidence.Lookup)
        && (key.Role == DomainRole.Main || (_query.IncludeEmbedded && key.Role == DomainRole.Embedded));

    private StatementTally Tally(string? site, string? category)
    {
        if (!_tallies.TryGetValue((site, category), out var tally))
        {
            _tallies.Add((site, category), tally = new StatementTally(site, category));
        }
        return tally;
    }

    private List<StatementTally> TalliesOf(SiteId id) => _talliesOfSite[id.Value] ??= FindTalliesOf(_catalog[id]);

    private List<StatementTally> FindTalliesOf(Site site)
    {
        if (_isPerSite)
        {
            Tally(site.Name, null);
        }
        return [.. _tallies.Values.Where(tally => (tally.Site is null || tally.Site == site.Name)
            && (tally.Category is null || tally.Category == site.Category))];
    }

    private void Fold(StatementTally tally, SiteId id, SubjectSet subjects, DateOnly day, int minuteOfDay)
    {
        tally.Visitors.UnionWith(subjects);
        if (!_query.HasRows)
        {
            return;
        }
        var site = _catalog[id];
        var key = new RowKey(
            null,
            _query.By.HasFlag(Breakdown.Site) ? site.Name : null,
            _query.By.HasFlag(Breakdown.Category) ? site.Category : null,
            _query.By.HasFlag(Breakdown.Day) ? day : null,
            _query.By.HasFlag(Breakdown.Hour) ? minuteOfDay / 60 : null,
            _query.StretchMinutes > 0 ? Stretch.Of(day, minuteOfDay, _query.StretchMinutes, _query.Calendar.From ?? day) : null);
        if (!_query.By.HasFlag(Breakdown.Department))
        {
            tally.Row(key).UnionWith(subjects);
            return;
        }
        foreach (var subject in subjects)
        {
            var department = DepartmentOf(subject, day);
            if (department != DepartmentId.None)
            {
                tally.Row(key with { Department = department }).Add(subject);
            }
        }
    }

    private DepartmentId DepartmentOf(SubjectId subject, DateOnly day)
    {
        if (_directory is null || subject.Value >= _directory.Staff.Count)
        {
            return DepartmentId.None;
        }
        if (_departments is null || day != _departmentsDay)
        {
            _departments ??= new DepartmentId[_directory.Staff.Count];
            for (var i = 0; i < _departments.Length; i++)
            {
                _departments[i] = _directory.DepartmentOf(new StaffId(i), day);
            }
            _departmentsDay = day;
        }
        return _departments[subject.Value];
    }

    private int AtMost(StatementTally tally, IReadOnlyList<SubjectKind> kinds, SubjectKind unit, int? headcount)
    {
        // Anybody who visited is counted once; whoever is less well known than the unit may be one more of it.
        var most = 0;
        foreach (var subject in tally.Visitors)
        {
            most += kinds[subject.Value] >= unit ? 1 : 0;
        }
        foreach (var subject in _outOfSight)
        {
            most += kinds[subject.Value] == unit && !tally.Visitors.Contains(subject) ? 1 : 0;
        }
        return headcount is { } of ? Math.Min(of, most) : most;
    }
}
