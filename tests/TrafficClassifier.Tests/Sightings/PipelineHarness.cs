using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>A pipeline over frames made in the test; its coverage and statement afterwards.</summary>
internal sealed class PipelineHarness : IBucketSink
{
    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    private readonly StatementBuilder _builder;
    private long _number;

    public PipelineHarness(StaffDirectory? directory = null, StatementQuery? query = null, PipelineOptions? options = null)
    {
        query ??= new StatementQuery { Calendar = new Calendar(TimeZoneInfo.Utc), Sites = ["Facebook"], K = 1 };
        _builder = new StatementBuilder(query, _catalog, directory);
        Pipeline = new Pipeline(_catalog, query.Calendar, directory, options ?? new PipelineOptions(), _builder, this);
    }

    public Pipeline Pipeline { get; }

    /// <summary>Sum over all buckets.</summary>
    public Coverage Coverage { get; } = new();

    public static Instant At(string time) => Instant.FromUnixSeconds(new DateTimeOffset(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture,
        System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal)).ToUnixTimeSeconds());

    public void Send(Instant time, byte[] frame, LinkType? linkType = null) => Pipeline.Process(new CapturedFrame(frame, time, linkType ?? LinkType.Ethernet, ++_number));

    public long Outcome(FrameOutcome outcome) => Pipeline.Outcomes[(int)outcome];

    public Statement Close()
    {
        Pipeline.Close();
        return _builder.Build(Pipeline.Subjects.Kinds)[0];
    }

    public void Accept(UsageBucket bucket) => Coverage.Add(bucket.Coverage);
}
