using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Statements;

/// <summary>
/// Makes the rows of a statement: every combination of departments, counted days and hours of the window, also those with nobody in
/// them, for the sites and categories that were seen.
/// </summary>
internal sealed class StatementRows
{
    /// <summary>Beyond this only rows with somebody in them are made: one wrong clock can stretch a window over centuries.</summary>
    private const long MostRows = 1 << 18;

    private readonly StatementQuery _query;
    private readonly StaffDirectory? _directory;
    private readonly List<DateOnly> _days;
    private readonly IReadOnlyList<SubjectKind> _kinds;
    private readonly SubjectKind _unit;
    private readonly Headcounts? _headcounts;
    private readonly Dictionary<(DepartmentId?, DateOnly?), int> _known = [];
    private List<Stretch?>? _stretches;

    public StatementRows(StatementQuery query, StaffDirectory? directory, List<DateOnly> days, IReadOnlyList<SubjectKind> kinds, SubjectKind unit)
    {
        _query = query;
        _directory = directory;
        _days = days;
        _kinds = kinds;
        _unit = unit;
        _headcounts = directory is not null && unit == SubjectKind.Staff ? new Headcounts(directory, days) : null;
    }

    public StatementCell Total(StatementTally tally)
    {
        var count = CountOf(tally.Visitors);
        var headcount = Headcount(null, null);
        return new StatementCell(count, headcount, Suppression.IsSmall(count, headcount, _query.K));
    }

    public IReadOnlyList<StatementRow> Of(StatementTally tally)
    {
        if (!_query.HasRows)
        {
            return [];
        }
        List<StatementRow> rows = [];
        var groups = tally.Rows.Keys.Select(key => (key.Site, key.Category)).DefaultIfEmpty().Distinct()
            .OrderBy(key => key.Category, StringComparer.Ordinal).ThenBy(key => key.Site, StringComparer.Ordinal).ToList();
        var isSparse = (long)groups.Count * Departments().Count() * Days().Count() * Hours().Count() * Stretches().Count > MostRows;
        foreach (var (site, category) in groups)
        {
            if (isSparse)
            {
                AddSeen(rows, tally, site, category);
                continue;
            }
            if (site is null && category is null && (_query.By & (Breakdown.Site | Breakdown.Category)) != 0)
            {
                continue; // nothing was seen
            }
            foreach (var department in Departments())
            {
                foreach (var day in Days())
                {
                    foreach (var hour in Hours())
                    {
                        foreach (var stretch in Stretches())
                        {
                            Add(rows, tally, new RowKey(department, site, category, day, hour, stretch));
                        }
                    }
                }
            }
        }
        Suppression.Apply(rows, _query.K, department => Whole(tally, department));
        return rows;
    }

    private void AddSeen(List<StatementRow> rows, StatementTally tally, string? site, string? category)
    {
        foreach (var key in tally.Rows.Keys.Where(key => key.Site == site && key.Category == category)
            .OrderBy(key => key.Department is { } id ? _directory!.Departments[id.Value] : "", StringComparer.Ordinal).ThenBy(key => key.Day).ThenBy(key => key.Hour).ThenBy(key => key.Stretch))
        {
            Add(rows, tally, key);
        }
    }

    /// <summary>A department over all its rows; for null, the total.</summary>
    private StatementCell Whole(StatementTally tally, DepartmentId? department)
    {
        if (department is null)
        {
            return Total(tally);
        }
        var visitors = new SubjectSet();
        foreach (var (key, row) in tally.Rows)
        {
            if (key.Department == department)
            {
                visitors.UnionWith(row);
            }
        }
        return new StatementCell(CountOf(visitors), Headcount(department, null), false);
    }

    private void Add(List<StatementRow> rows, StatementTally tally, RowKey key)
    {
        var headcount = Headcount(key.Department, key.Day ?? key.Stretch?.Day);
        var count = tally.Rows.TryGetValue(key, out var visitors) ? CountOf(visitors) : 0;
        if (headcount == 0 && count == 0)
        {
            return; // a department that has nobody on that day
        }
        rows.Add(new StatementRow(key, key.Department is { } id ? _directory!.Departments[id.Value] : null, new StatementCell(count, headcount, false)));
    }

    private IEnumerable<DepartmentId?> Departments() => _directory is not null && _query.By.HasFlag(Breakdown.Department)
        ? Enumerable.Range(0, _directory.Departments.Count).OrderBy(i => _directory.Departments[i], StringComparer.Ordinal).Select(i => (DepartmentId?)new DepartmentId(i))
        : [null];

    private IEnumerable<DateOnly?> Days() => _query.By.HasFlag(Breakdown.Day) ? _days.Select(day => (DateOnly?)day) : [null];

    private IEnumerable<int?> Hours() => _query.By.HasFlag(Breakdown.Hour) ? _query.Calendar.Hours.Select(hour => (int?)hour) : [null];

    /// <summary>Those with a minute of the window.</summary>
    private List<Stretch?> Stretches() => _stretches ??= _query.StretchMinutes == 0 ? [null]
        : [.. _days.SelectMany(day => Enumerable.Range(0, Calendar.MinutesPerDay).Where(_query.Calendar.CountsMinute)
            .Select(minute => (Stretch?)Stretch.Of(day, minute, _query.StretchMinutes, _query.Calendar.From ?? _days[0])).Distinct()).Distinct()];

    private int CountOf(SubjectSet set)
    {
        var count = 0;
        foreach (var subject in set)
        {
            count += _kinds[subject.Value] == _unit ? 1 : 0;
        }
        return count;
    }

    private int? Headcount(DepartmentId? department, DateOnly? day)
    {
        if (_headcounts is null)
        {
            return null;
        }
        if (!_known.TryGetValue((department, day), out var count))
        {
            _known.Add((department, day), count = day is { } first && _query.StretchMinutes > Calendar.MinutesPerDay
                ? new Headcounts(_directory!, _days.FindAll(one => Stretch.Of(one, 0, _query.StretchMinutes, _query.Calendar.From ?? _days[0]).Day == first)).Count(department, null)
                : _headcounts.Count(department, day));
        }
        return count;
    }
}
