using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Scenario;

/// <summary>The circular's question, asked of its week; a test may switch one rule off by changing what goes in.</summary>
internal sealed record WeekReplay
{
    public const string Site = "Facebook";

    public static readonly TimeZoneInfo KualaLumpur = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kuala_Lumpur");

    private static readonly DayOfWeek[] _workingDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public string Folder { get; init; } = Repository.Capture("circular-2010");

    /// <summary>Changes the lines of staff.csv, without its header.</summary>
    public Func<IEnumerable<string>, IEnumerable<string>> Directory { get; init; } = lines => lines;

    /// <summary>Whether leases.csv is read.</summary>
    public bool HasLeaseFile { get; init; } = true;

    /// <summary>Frames that are let through.</summary>
    public Func<ReadOnlyMemory<byte>, bool>? Frames { get; init; }

    /// <summary>More catalog, over the built-in one.</summary>
    public string Catalog { get; init; } = "";

    /// <summary>Sees the closed buckets, too.</summary>
    public IBucketSink? Sink { get; init; }

    public PipelineOptions Options { get; init; } = new();

    public StatementQuery Query { get; init; } = Ask(_workingDays);

    public static StatementQuery Ask(DayOfWeek[]? weekdays = null, int start = 8 * 60, int end = 9 * 60, TimeZoneInfo? zone = null, string site = Site) => new()
    {
        Calendar = new Calendar(zone ?? KualaLumpur, new DateOnly(2010, 1, 3), new DateOnly(2010, 1, 8), start, end, weekdays ?? _workingDays),
        Sites = [site],
        K = 1,
    };

    public Statement Run() => Run(out _);

    public Statement Run(out Pipeline pipeline)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "staff.csv"));
        using var staff = new StringReader(string.Join('\n', [lines[0], .. Directory(lines.Skip(1))]));
        var directory = DirectoryFile.Read(staff, "staff.csv");
        var catalog = CatalogOf(Catalog);
        var builder = new StatementBuilder(Query, catalog, directory);
        pipeline = new Pipeline(catalog, Query.Calendar, directory, Options, Sink is null ? [builder] : [builder, Sink]);
        if (HasLeaseFile)
        {
            foreach (var lease in LeaseFile.Read(Path.Combine(Folder, "leases.csv"), pipeline.Devices).Leases.OrderBy(lease => lease.Start))
            {
                pipeline.Bindings.Add(lease);
            }
        }
        Feed(pipeline);
        pipeline.Close();
        return Assert.Single(builder.Build(pipeline.Subjects.Kinds));
    }

    private void Feed(Pipeline pipeline)
    {
        using var reader = CaptureOpener.TryOpen(Path.Combine(Folder, "week.pcap.gz"), out var reason);
        Assert.True(reader is not null, reason);
        while (reader.MoveNext())
        {
            var frame = reader.Current;
            if (Frames is null || Frames(frame.Bytes.ToArray()))
            {
                pipeline.Process(frame);
            }
        }
        Assert.Null(reader.Fault);
    }

    private static SiteCatalog CatalogOf(string text)
    {
        if (text.Length == 0)
        {
            return CatalogFile.Load([]);
        }
        using var folder = new TemporaryFolder();
        return CatalogFile.Load([folder.Write("more.catalog", text)]);
    }
}
