using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Counts visits by hand and asks for statements of them. Minutes are of January 2010, UTC.</summary>
internal sealed class StatementHarness : IBucketSink
{
    public static readonly SiteCatalog Catalog = ReadCatalog("[Social]\nFace\n main face.example\nTwit\n main twit.example\n[News]\nDaily\n main daily.example\nWeekly\n main weekly.example\n");

    private readonly List<Action<UsageCounter>> _acts = [];
    private readonly List<IBucketSink> _sinks = [];

    public StaffDirectory? Directory { get; init; }

    /// <summary>Beyond the staff: devices and addresses by position.</summary>
    public SubjectKind[] Others { get; init; } = [];

    public static StaffDirectory DirectoryOf(string lines) => DirectoryFile.Read(new StringReader("staff_id,department,device,valid_from,valid_to\n" + lines), "staff.csv");

    /// <summary>Staff 0 to count - 1 of each department, in this order.</summary>
    public static StaffDirectory DirectoryOf(params (string Department, int Count)[] departments) =>
        DirectoryOf(string.Join('\n', departments.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => $"{part.Department}{i},{part.Department},,,"))));

    public StatementHarness Visit(string site, int day, int hour, IEnumerable<int> subjects, Evidence evidence = Evidence.Connection, DomainRole role = DomainRole.Main) =>
        Add(new CellKey(Catalog.FindSite(site), evidence, role), day, hour, subjects);

    public StatementHarness OutOfSight(CellKey key, int day, int hour, IEnumerable<int> subjects) => Add(key, day, hour, subjects);

    public IReadOnlyList<Statement> Ask(StatementQuery query)
    {
        var builder = new StatementBuilder(query, Catalog, Directory);
        _sinks.Clear();
        _sinks.Add(builder);
        var counter = new UsageCounter([this]);
        foreach (var act in _acts)
        {
            act(counter);
        }
        counter.Close();
        return builder.Build([.. Enumerable.Repeat(SubjectKind.Staff, Directory?.Staff.Count ?? 0), .. Others]);
    }

    public static StatementQuery Query(Breakdown by = Breakdown.None, int k = 1, params string[] sites) =>
        new() { Calendar = new Calendar(TimeZoneInfo.Utc, new DateOnly(2010, 1, 4), new DateOnly(2010, 1, 6)), By = by, K = k, Sites = sites };

    /// <summary>department/site/category/day/hour=count/headcount, without what is not broken down by.</summary>
    public static string[] Print(Statement statement) => [.. statement.Rows.Select(row =>
        $"{string.Join('/', new[] { row.Department, row.Key.Site, row.Key.Category, row.Key.Day?.Day.ToString("00", null), row.Key.Hour?.ToString("00", null) }.OfType<string>())}={(row.Cell.IsSuppressed ? "*" : $"{row.Cell.Count}/{row.Cell.Headcount}")}")];

    public void Accept(UsageBucket bucket) => _sinks.ForEach(sink => sink.Accept(bucket));

    private StatementHarness Add(CellKey key, int day, int hour, IEnumerable<int> subjects)
    {
        var minute = (long)(new DateTime(2010, 1, day, hour, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMinutes;
        var all = subjects.ToList();
        _acts.Add(counter =>
        {
            counter.MoveTo(Instant.FromMinute(minute));
            counter.Coverage[FrameOutcome.Classified]++;
            all.ForEach(subject => counter.Count(key, new SubjectId(subject)));
        });
        return this;
    }

    private static SiteCatalog ReadCatalog(string text)
    {
        var file = new CatalogFile();
        file.Add(new StringReader(text), "test");
        return file.Build();
    }
}
