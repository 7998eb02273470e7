using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>Catalog and directory are put into the place of others in the middle of a minute: what was counted keeps its meaning.</summary>
public sealed class ReloadTests
{
    private static readonly Instant _start = PipelineHarness.At("2026-03-02T08:00:10");

    [Fact]
    public void Everybody_is_counted_once_under_numbers_that_changed()
    {
        using var folder = new TemporaryFolder();
        using (var store = SqliteStore.Open(folder.Path))
        {
            using var recorder = new StoreRecorder(store, new StoreSource("test", "1"), new RecorderOptions { Waits = true });
            var calendar = new Calendar(TimeZoneInfo.Utc);
            var catalog = CatalogFile.Load([]);
            var before = DirectoryOf("staff_id,department,device\nana,Sales,00:00:5e:00:53:01\nben,Sales,00:00:5e:00:53:02");
            var pipeline = new Pipeline(catalog, calendar, before, new PipelineOptions(), recorder);
            recorder.Use(recorder.Describe(Terms(catalog, before)), pipeline.Subjects);
            for (var i = 1; i <= 3; i++)
            {
                var device = pipeline.Devices.Intern(new MacAddress(0x00005e005300 + (ulong)i), default, default);
                pipeline.Book.Leases.Add(new Lease(AddressOf(i), device, _start, _start.AddSeconds(3600), BindingSource.Sniffed));
            }
            Visit(pipeline, 1, "www.facebook.com", 1);
            Visit(pipeline, 3, "www.facebook.com", 2); // a device that nobody has
            Visit(pipeline, 1, "www.intranet.example", 3); // of no site

            // Ben is first now, Ana is still there, Cem is new; and the intranet is a site.
            var own = CatalogFile.Load([folder.Write("own.catalog", "[Work]\nIntranet\n    main intranet.example\n")]);
            Assert.Empty(own.Errors);
            var after = DirectoryOf("staff_id,department,device\nben,Sales,00:00:5e:00:53:02\ncem,Accounts,00:00:5e:00:53:03\nana,Sales,00:00:5e:00:53:01");
            var numbers = recorder.Describe(Terms(own, after));
            pipeline.Reload(own, calendar, after);
            recorder.Use(numbers, pipeline.Subjects);
            Visit(pipeline, 1, "www.facebook.com", 4);
            Visit(pipeline, 2, "www.intranet.example", 5);
            Visit(pipeline, 3, "www.facebook.com", 6);
            pipeline.Close();
            recorder.Complete([]);
        }
        var rows = Server.Traffic.Json("report", "--store", folder.Path, "--by", "department", "--k", "1", "--site", "facebook.com", "--site", "intranet.example");
        Assert.Equal(["Facebook", "Intranet"], rows.EnumerateArray().Select(each => each.GetProperty("site").GetString()));
        Assert.Equal([2, 1], rows.EnumerateArray().Select(each => each.GetProperty("count").GetInt32()));
        Assert.Equal(["Accounts 1/1", "Sales 1/2"], rows[0].GetProperty("rows").EnumerateArray()
            .Select(row => $"{row.GetProperty("department").GetString()} {row.GetProperty("count").GetInt32()}/{row.GetProperty("headcount").GetInt32()}").Order());
    }

    [Fact]
    public void Before_the_first_frame_nothing_opens()
    {
        var harness = new PipelineHarness();
        harness.Pipeline.Reload(CatalogFile.Load([]), new Calendar(TimeZoneInfo.Utc), null);
        Assert.Empty(harness.Pipeline.OpenBuckets);
    }

    private static IpAddress AddressOf(int client) => IpAddress.FromIpv4(0x0a010100u + (uint)client);

    private static StaffDirectory DirectoryOf(string text) => DirectoryFile.Read(new StringReader(text), "staff.csv");

    private static StoreTerms Terms(SiteCatalog catalog, StaffDirectory directory) => new() { Catalog = catalog, Directory = directory, Zone = TimeZoneInfo.Utc };

    private static void Visit(Pipeline pipeline, int client, string name, int second) => pipeline.Process(new CapturedFrame(
        FrameBuilder.Tcp($"10.1.1.{client}", (ushort)(40000 + second), "198.51.100.10", 443, FrameBuilder.ClientHello(name)), _start.AddSeconds(second), LinkType.Ethernet, second));
}
