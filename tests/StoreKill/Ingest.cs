using System.Globalization;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;
using TrafficClassifier.Usage;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.StoreKill;

/// <summary>Counts events 0 to N: an event is all that its number says, so that any process can go on anywhere.</summary>
internal sealed class Ingest(string folder, long events)
{
    private const string Input = "events";
    private const long FirstMinute = 21_037_440; // 2010-01-04 00:00 UTC
    private const int EventsPerMinute = 100, StaffCount = 60;

    private static readonly SiteCatalog _catalog = CatalogFile.Load([]);

    public RecorderOptions Options { get; init; } = new() { Retention = new Retention { Minutes = 1, Hours = 2 } };

    /// <summary>Events between two checkpoints.</summary>
    public int Every { get; set; } = 250;

    public Action<RecorderCounters>? Watch { get; set; }

    public RecorderCounters Counters { get; private set; }

    public void Run()
    {
        using var store = SqliteStore.Open(folder);
        var position = store.Positions(new StoreSource("kill", "")).Select(input => input.Position).FirstOrDefault();
        using var recorder = new StoreRecorder(store, new StoreSource("kill", Guid.NewGuid().ToString("N")), Options);
        var directory = DirectoryFile.Read(new StringReader("staff_id,department,device\n"
            + string.Join('\n', Enumerable.Range(0, StaffCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i},Department {i % 7},host:pc{i}")))), "staff.csv");
        var subjects = new SubjectTable(directory.Staff.Count);
        recorder.Use(recorder.Describe(new StoreTerms { Catalog = _catalog, Directory = directory, Zone = TimeZoneInfo.Utc }), subjects);
        var counter = new UsageCounter([recorder]);
        for (; position < events; position++)
        {
            if (position % Every == 0)
            {
                recorder.Checkpoint(counter.OpenBuckets, [new InputPosition(Input, position)]);
                Watch?.Invoke(recorder.Counters);
                while (recorder.Counters is { Waiting: > 100, Fault: null } || (Watch is not null && recorder.Counters.Waiting > 500))
                {
                    Thread.Sleep(1); // no stream comes faster than a day a second
                    recorder.Checkpoint(counter.OpenBuckets, [new InputPosition(Input, position)]); // what waits is only taken when it is handed over
                    Watch?.Invoke(recorder.Counters);
                }
            }
            Count(counter, subjects, position);
        }
        counter.Close();
        recorder.Complete([new InputPosition(Input, position)]);
        Counters = recorder.Counters;
    }

    private static void Count(UsageCounter counter, SubjectTable subjects, long number)
    {
        var hash = (ulong)number * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        hash *= 0xBF58476D1CE4E5B9;
        hash ^= hash >> 32;
        var late = number % 977 == 0 ? 15 : number % 97 == 0 ? 1 : 0;
        counter.MoveTo(Instant.FromMinute(FirstMinute + (number / EventsPerMinute) - late));
        counter.Coverage[FrameOutcome.Classified]++;
        counter.Coverage.Sightings++;
        var who = (int)(hash >> 8 & 0xff);
        var subject = who < 2 * StaffCount ? new SubjectId(who / 2) : subjects.Of(IpAddress.FromIpv4(0x0a000000u + (uint)who));
        counter.Count(new CellKey(new SiteId((int)(hash % 12)), (hash >> 20 & 3) == 0 ? Evidence.Lookup : Evidence.Connection, DomainRole.Main), subject);
    }
}
