using System.Globalization;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>What the numbers of the counts mean. The newest directory says who is where; what it no longer says ended with the newest minute.</summary>
internal sealed class TermsTable(SqliteFile file)
{
    private const string ZoneName = "zone", ShiftName = "shift", HolidaysName = "holidays", UnitName = "unit";

    /// <summary>Before it, minutes are kept by the hour.</summary>
    public long MinutesFrom { get => Horizon("minutes_from"); set => Set("minutes_from", value.ToString(CultureInfo.InvariantCulture)); }

    /// <summary>Before it, hours are kept by the day.</summary>
    public long HoursFrom { get => Horizon("hours_from"); set => Set("hours_from", value.ToString(CultureInfo.InvariantCulture)); }

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(Setting(ZoneName) ?? "UTC");

    public HourGrid Grid => new((int)(Setting(ShiftName) is { } shift ? long.Parse(shift, CultureInfo.InvariantCulture) : 0));

    /// <summary>Numbers sites and puts the directory into the place of the one before.</summary>
    /// <param name="terms">Of the process.</param>
    /// <param name="staff">The store's numbers of its staff.</param>
    public IReadOnlyList<SiteId> Write(StoreTerms terms, IReadOnlyList<SubjectId> staff)
    {
        if (Setting(ShiftName) is null)
        {
            // Hours stay where they are when the zone changes: it is then counted by minutes.
            Set(ShiftName, HourGrid.Of(terms.Zone).Shift.ToString(CultureInfo.InvariantCulture));
        }
        if (Minutes() is not (null, null) && (Counted() ?? Unit.Staff) is var counted && counted != (terms.Unit ?? Unit.Staff))
        {
            throw new InvalidDataException($"counted {(counted == Unit.Staff ? "the closest to people" : counted.ToString().ToLowerInvariant())} so far: give the same --unit, or name another folder");
        }
        Set(ZoneName, terms.Zone.Id);
        Set(HolidaysName, string.Join(' ', terms.Holidays.Select(day => day.DayNumber)));
        Set(UnitName, terms.Unit is { } unit ? ((int)unit).ToString(CultureInfo.InvariantCulture) : "");
        if (terms.Directory is { } directory)
        {
            WriteDirectory(directory, staff);
        }
        List<SiteId> sites = [.. terms.Catalog.Sites.Select(NumberOf)];
        WriteDomains(terms.Catalog.Rules, sites);
        return sites;
    }

    public StoreDescription Read()
    {
        var sites = ReadSites();
        return new StoreDescription
        {
            Zone = Setting(ZoneName) ?? "UTC",
            Holidays = [.. (Setting(HolidaysName) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => DateOnly.FromDayNumber(int.Parse(day, CultureInfo.InvariantCulture)))],
            Unit = Counted(),
            Sites = sites,
            Domains = ReadDomains(sites.Count),
            Directory = ReadDirectory(),
            Kinds = ReadKinds(),
            Evictions = file.Number("SELECT coalesce(sum(evictions), 0) FROM source") ?? 0,
            InputErrors = file.Number("SELECT coalesce(sum(input_errors), 0) FROM source") ?? 0,
            Minutes = Minutes() is ({ } first, { } last) ? (first, last) : null,
        };
    }

    /// <summary>Of every number ever given; those that no count speaks of are nobody's.</summary>
    public List<SubjectKind> ReadKinds()
    {
        List<SubjectKind> kinds = [];
        using var rows = file.Query("SELECT id, kind FROM subject ORDER BY id");
        while (rows.Read())
        {
            while (kinds.Count < rows.GetInt32(0))
            {
                kinds.Add(SubjectKind.Shared);
            }
            kinds.Add((SubjectKind)rows.GetInt32(1));
        }
        return kinds;
    }

    /// <summary>Whether the newest directory has the subject beyond what was counted.</summary>
    public bool IsListed(long subject) => NewestDay() is not { } day
        ? file.Number("SELECT 1 FROM membership WHERE subject = $1", subject) is not null
        : file.Number("SELECT 1 FROM membership WHERE subject = $1 AND last > $2", subject, day.DayNumber) is not null;

    private DateOnly? NewestDay() => Minutes() is (_, { } last) ? new Statements.Calendar(Zone).ToLocal(last).Day : null;

    private Unit? Counted() => Setting(UnitName) is { Length: > 0 } unit ? (Unit)int.Parse(unit, CultureInfo.InvariantCulture) : null;

    private long Horizon(string name) => Setting(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : long.MinValue;

    private (long?, long?) Minutes()
    {
        if (file.Number("SELECT min(start) FROM day") is { } oldest)
        {
            var (_, newest) = MinutesAndHours();
            return (oldest, newest ?? file.Number("SELECT max(start + length) - 1 FROM day"));
        }
        return MinutesAndHours();
    }

    private (long?, long?) MinutesAndHours()
    {
        var (first, last) = (file.Number("SELECT min(minute) FROM minute"), file.Number("SELECT max(minute) FROM minute"));
        var (start, end) = (file.Number("SELECT min(start) FROM hour"), file.Number("SELECT max(start) FROM hour"));
        return (Least(first, start), last > end || end is null ? last : end + StoredHour.Minutes - 1);
    }

    private static long? Least(long? left, long? right) => left is null || right < left ? right : left;

    private SiteId NumberOf(Site site)
    {
        file.Execute("INSERT INTO site(id, name, category) VALUES((SELECT coalesce(max(id) + 1, 0) FROM site), $1, $2) ON CONFLICT(name) DO UPDATE SET category = excluded.category",
            site.Name, site.Category);
        return new SiteId((int)file.Number("SELECT id FROM site WHERE name = $1", site.Name)!.Value);
    }

    private void WriteDomains(IReadOnlyDictionary<string, DomainMatch> rules, List<SiteId> sites)
    {
        Dictionary<string, DomainMatch> domains = rules.ToDictionary(rule => rule.Key, rule => rule.Value with { Site = rule.Value.Site == SiteId.None ? SiteId.None : sites[rule.Value.Site.Value] });
        var written = ReadDomains(int.MaxValue);
        foreach (var gone in written.Keys.Where(name => !domains.ContainsKey(name)))
        {
            file.Execute("DELETE FROM domain WHERE name = $1", gone);
        }
        foreach (var (name, match) in domains.Where(domain => !written.TryGetValue(domain.Key, out var same) || same != domain.Value))
        {
            file.Execute("INSERT OR REPLACE INTO domain(name, site, role) VALUES($1, $2, $3)", name, match.Site.Value, (int)match.Role);
        }
    }

    private Dictionary<string, DomainMatch> ReadDomains(int sites)
    {
        Dictionary<string, DomainMatch> domains = [];
        using var rows = file.Query("SELECT name, site, role FROM domain");
        while (rows.Read())
        {
            var (site, role) = (rows.GetInt32(1), rows.GetInt32(2));
            if (site < SiteId.None.Value || site >= sites || role is < 0 or > (int)DomainRole.Cover)
            {
                throw StoreBytes.Damaged();
            }
            domains.Add(rows.GetString(0), new DomainMatch(new SiteId(site), (DomainRole)role));
        }
        return domains;
    }

    private void WriteDirectory(StaffDirectory directory, IReadOnlyList<SubjectId> staff)
    {
        if (NewestDay() is { } day)
        {
            file.Execute("DELETE FROM membership WHERE first > $1 AND last > $1", day.DayNumber);
            file.Execute("UPDATE OR REPLACE membership SET last = $1 WHERE last > $1", day.DayNumber);
        }
        else
        {
            file.Execute("DELETE FROM membership"); // nothing was counted under it
        }
        for (var i = 0; i < staff.Count; i++)
        {
            file.Execute("DELETE FROM membership WHERE subject = $1", staff[i].Value);
            foreach (var entry in directory.EntriesOf(new StaffId(i)))
            {
                var department = DepartmentOf(directory.Departments[entry.Department.Value]);
                file.Execute("INSERT OR REPLACE INTO membership(subject, department, first, last) VALUES($1, $2, $3, $4)",
                    staff[i].Value, department, entry.From.DayNumber, entry.To.DayNumber);
            }
        }
        Set("directory", "1");
    }

    private long DepartmentOf(string name)
    {
        file.Execute("INSERT OR IGNORE INTO department(id, name) VALUES((SELECT coalesce(max(id) + 1, 0) FROM department), $1)", name);
        return file.Number("SELECT id FROM department WHERE name = $1", name)!.Value;
    }

    private List<Site> ReadSites()
    {
        List<Site> sites = [];
        using var rows = file.Query("SELECT name, category, id FROM site ORDER BY id");
        while (rows.Read())
        {
            if (rows.GetInt64(2) != sites.Count)
            {
                throw StoreBytes.Damaged();
            }
            sites.Add(new Site(rows.GetString(0), rows.GetString(1)));
        }
        return sites;
    }

    private StaffDirectory? ReadDirectory()
    {
        if (Setting("directory") is null)
        {
            return null;
        }
        var directory = new StaffDirectory();
        using (var departments = file.Query("SELECT name FROM department ORDER BY id"))
        {
            while (departments.Read())
            {
                directory.InternDepartment(departments.GetString(0));
            }
        }
        using var rows = file.Query("SELECT subject, department, first, last FROM membership ORDER BY subject, first");
        while (rows.Read())
        {
            var subject = rows.GetInt32(0);
            while (directory.Staff.Count <= subject)
            {
                directory.InternStaff(directory.Staff.Count.ToString(CultureInfo.InvariantCulture));
            }
            var department = rows.GetInt32(1);
            if (subject < 0 || department < 0 || department >= directory.Departments.Count)
            {
                throw StoreBytes.Damaged();
            }
            directory.TryAddEntry(new DirectoryEntry(new StaffId(subject), new DepartmentId(department),
                DateOnly.FromDayNumber(rows.GetInt32(2)), DateOnly.FromDayNumber(rows.GetInt32(3))));
        }
        return directory;
    }

    private string? Setting(string name) => file.Text("SELECT value FROM setting WHERE name = $1", name);

    private void Set(string name, string value) => file.Execute("INSERT OR REPLACE INTO setting(name, value) VALUES($1, $2)", name, value);
}
