using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Bench.Storage;

/// <summary>
/// <c>fill FOLDER STAFF DAYS</c>: a store as a daemon leaves it behind: minutes of so many days up to yesterday, 300 sites, 100 departments. In
/// office hours (weekdays, 08:00-18:00 UTC) everybody makes one visit a minute, else one in a hundred; sites by Zipf's law. Beside the store
/// stands its staff.csv.
/// </summary>
internal static class FillCommand
{
    private const int Sites = 300, Departments = 100, MinutesPerDay = 24 * 60;

    public static int Run(string folder, int staff, int days)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "staff.csv");
        File.WriteAllLines(path, Enumerable.Range(0, staff).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{i},Department {i % Departments},host:pc{i}")).Prepend("staff_id,department,device"));
        var clock = Stopwatch.StartNew();
        using (var store = SqliteStore.Open(Path.Combine(folder, "store")))
        {
            using var recorder = new StoreRecorder(store, new StoreSource("fill", "1"), new RecorderOptions { Waits = true });
            var directory = DirectoryFile.Read(path);
            var subjects = new SubjectTable(staff);
            recorder.Use(recorder.Describe(new StoreTerms { Catalog = CatalogFile.Load([]), Directory = directory, Zone = TimeZoneInfo.Utc }), subjects);
            var last = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 / MinutesPerDay * MinutesPerDay;
            Fill(new UsageCounter([recorder]), last - ((long)days * MinutesPerDay), last, staff);
            recorder.Complete([]);
        }
        var bytes = Directory.GetFiles(Path.Combine(folder, "store")).Sum(file => new FileInfo(file).Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{staff} staff, {days} days: {bytes >> 20} MiB, {clock.Elapsed.TotalSeconds:0} s"));
        return 0;
    }

    private static void Fill(UsageCounter counter, long first, long last, int staff)
    {
        var random = new Random(7);
        var sites = Zipf();
        for (var minute = first; minute < last; minute++)
        {
            counter.MoveTo(Instant.FromMinute(minute));
            var now = DateTimeOffset.FromUnixTimeSeconds(minute * 60);
            var isOffice = now.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && now.Hour is >= 8 and < 18;
            var visits = isOffice ? staff : staff / 100;
            counter.Coverage[FrameOutcome.Classified] += visits;
            counter.Coverage.Sightings += visits;
            for (var i = 0; i < visits; i++)
            {
                var choice = (uint)random.Next();
                counter.Count(new CellKey(sites[choice & 0xffff], (choice >> 16 & 3) == 0 ? Evidence.Lookup : Evidence.Connection, DomainRole.Main), new SubjectId(random.Next(staff)));
            }
        }
        counter.Close();
    }

    private static SiteId[] Zipf()
    {
        var sum = Enumerable.Range(1, Sites).Sum(rank => 1.0 / rank);
        var table = new SiteId[1 << 16];
        var (rank, reached) = (1, 1 / sum);
        for (var i = 0; i < table.Length; i++)
        {
            while (rank < Sites && (i + 1.0) / table.Length > reached)
            {
                reached += 1.0 / ++rank / sum;
            }
            table[i] = new SiteId(rank - 1);
        }
        return table;
    }
}
