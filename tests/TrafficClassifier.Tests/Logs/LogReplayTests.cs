using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TrafficClassifier.Tests.Server;

namespace TrafficClassifier.Tests.Logs;

/// <summary>Logs through the whole of the program: alone, beside captures, and together with them.</summary>
public sealed class LogReplayTests : IDisposable
{
    private const string Staff = "staff_id,department,device\nS1,Library,02:77:00:00:00:05\nS2,Law,user:anna\nS3,Law,02:77:00:00:00:06\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lease_in_one_log_names_whom_another_saw()
    {
        var kea = _folder.Write("kea.log", """
            2026-11-24 08:00:00.000 INFO  [kea-dhcp4.leases/1.2] DHCP4_LEASE_ALLOC [hwtype=1 02:77:00:00:00:05], cid=[no info], tid=0x1: lease 10.0.0.5 has been allocated for 3600 seconds
            2026-11-24 08:30:00.000 INFO  [kea-dhcp4.leases/1.2] DHCP4_RELEASE [hwtype=1 02:77:00:00:00:05], cid=[no info], tid=0x2: address 10.0.0.5 was released properly.
            2026-11-24 08:40:00.000 INFO  [kea-dhcp4.leases/1.2] DHCP4_LEASE_ALLOC [hwtype=1 02:77:00:00:00:06], cid=[no info], tid=0x3: lease 10.0.0.5 has been allocated for 3600 seconds

            """);
        var squid = _folder.Write("squid.log", string.Concat(Squid("08:10:00", "10.0.0.5", "www.facebook.com"), Squid("08:35:00", "10.0.0.5", "www.facebook.com"), Squid("08:50:00", "10.0.0.5", "www.youtube.com")));

        Assert.Equal((1, 1), (Count("Facebook", kea, squid), Count("YouTube", squid, kea)));
        Assert.Equal(0, Count("YouTube", kea));
    }

    [Fact]
    public void Who_is_named_by_the_line_itself_is_who_it_was()
    {
        var log = _folder.Write("squid.log", Squid("08:10:00", "10.0.0.9", "www.facebook.com", @"OFFICE\\Anna") + Squid("08:11:00", "10.0.0.9", "www.facebook.com", "anna@office.example")
            + Squid("08:12:00", "10.0.0.9", "www.facebook.com") + Squid("08:13:00", "10.0.0.9", "www.facebook.com", "nobody"));

        var statement = Ask("Facebook", log);

        Assert.Equal(1, statement.GetProperty("count").GetInt32());
        Assert.Equal(2, statement.GetProperty("coverage").GetProperty("sightings").GetProperty("without_person").GetInt32());
    }

    [Fact]
    public void A_request_that_took_hours_counts_when_it_began_for_whom_had_the_address_then()
    {
        var kea = _folder.Write("kea.log", string.Concat(Enumerable.Range(0, 8).Select(i =>
            $"2026-11-24 {i + 1:00}:00:00.000 INFO  [kea-dhcp4.leases/1.2] DHCP4_LEASE_ALLOC [hwtype=1 02:77:00:00:00:{(i == 0 ? "05" : "06")}], cid=[no info], tid=0x1: lease 10.0.0.5 has been allocated for 3600 seconds\n")));
        var squid = _folder.Write("squid.log", Squid("01:10:00", "10.0.0.5", "www.facebook.com", elapsed: 7 * 3600));

        var rows = Ask("Facebook", kea, squid, "--by", "department,hour").GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("count").GetInt32() > 0).Select(row => $"{row.GetProperty("department")} {row.GetProperty("hour")}");

        Assert.Equal(["Library 01:00"], rows);
    }

    [Fact]
    public void Refused_and_asked_are_look_ups()
    {
        var log = _folder.Write("squid.log", Squid("08:10:00", "10.0.0.5", "www.facebook.com", code: "TCP_DENIED/403") + Squid("08:10:00", "10.0.0.5", "www.youtube.com", code: "TCP_DENIED/407"));

        int Addresses(string site, string evidence) => Traffic.Json("replay", log, "--k", "1", "--site", site, "--evidence", evidence).GetProperty("count").GetInt32();
        Assert.Equal((0, 1, 0), (Addresses("Facebook", "connection"), Addresses("Facebook", "lookup"), Addresses("YouTube", "lookup")));
    }

    [Theory]
    [InlineData("circular-2010")]
    [InlineData("office-lan")]
    public void The_same_statement_whatever_the_number_of_workers_and_the_order_of_arguments(string capture)
    {
        var eve = Events(capture);
        var parts = Split(eve, 3);
        string Ask(int workers, params string[] inputs)
        {
            var run = Traffic.Run(["replay", .. inputs, Repository.Capture(capture), "--zone", "Asia/Kuala_Lumpur", "--by", "site,day,hour", "--k", "1", "--format", "json", "--workers", $"{workers}"]);
            Assert.True(run.Status == 0, run.Error);
            return run.Output;
        }

        var alone = Ask(1, parts);

        Assert.Equal(alone, Ask(2, parts));
        Assert.Equal(alone, Ask(4, [.. parts.Reverse()]));
        Assert.Equal(WithoutCoverage(alone), WithoutCoverage(Ask(3, eve)));
    }

    [Theory]
    [InlineData("circular-2010")]
    [InlineData("office-lan")]
    public void A_visit_seen_by_the_tap_and_told_by_a_log_is_one_visitor(string capture)
    {
        var both = Traffic.Json("replay", Events(capture), Repository.Capture(capture), "--zone", "Asia/Kuala_Lumpur", "--k", "1");
        var tap = Traffic.Json("replay", Repository.Capture(capture), "--zone", "Asia/Kuala_Lumpur", "--k", "1");

        Assert.Equal(Figures(tap), Figures(both));
    }

    /// <summary>Names as Zeek would have logged them, leases as Suricata: the circular's number comes out of logs alone.</summary>
    [Fact]
    public void The_week_from_logs_alone_is_the_week_from_the_tap()
    {
        var folder = Repository.Capture("circular-2010");
        string[] question = ["--zone", "Asia/Kuala_Lumpur", "--k", "1", "--site", "Facebook", "--hours", "08:00-09:00", "--weekdays", "mon-fri", "--by", "department,day"];
        var leases = _folder.Write("dhcp.json", string.Concat(File.ReadLines(Events("circular-2010")).Where(line => line.Contains("\"event_type\":\"dhcp\"", StringComparison.Ordinal)).Select(line => line + "\n")));
        string[] names = ZeekLogs.Write(Path.Combine(folder, "week.pcap.gz"), _folder);

        var log = Traffic.Json(["replay", leases, .. names, "--staff", Path.Combine(folder, "staff.csv"), "--holidays", Path.Combine(folder, "holidays.txt"), "--leases", Path.Combine(folder, "leases.csv"), .. question]);

        Assert.Equal((1310, 87.33m), (log.GetProperty("count").GetInt32(), log.GetProperty("percent").GetDecimal()));
        Assert.Equal(Figures(Traffic.Json(["replay", folder, .. question])), Figures(log));
    }

    [Fact]
    public void Folders_may_hold_logs_and_what_is_none_is_skipped()
    {
        File.WriteAllText(_folder.File("squid.log"), Squid("08:10:00", "10.0.0.5", "www.facebook.com"));
        using (var zipped = new GZipStream(File.Create(_folder.File("squid.log.1.gz")), CompressionLevel.Fastest))
        {
            zipped.Write(Encoding.ASCII.GetBytes(Squid("07:10:00", "10.0.0.6", "www.facebook.com")));
        }
        File.Copy(Repository.Capture("office-lan/office-lan.pcap"), _folder.File("a.pcap"));
        _folder.Write("staff.csv", Staff);
        _folder.Write("notes.txt", "nothing to read here\n");

        var run = Traffic.Run("replay", _folder.Path, "--k", "1", "--format", "json");

        Assert.Equal(0, run.Status);
        Assert.Equal([$"{_folder.File("notes.txt")}: skipped, neither a capture nor a known log"], run.Error.Split('\n').Where(line => line.Contains("skipped", StringComparison.Ordinal)));
        Assert.Equal(2, JsonDocument.Parse(run.Output).RootElement[0].GetProperty("coverage").GetProperty("logs").GetArrayLength());
    }

    [Fact]
    public void Bad_lines_are_counted_and_the_first_told_and_never_stop()
    {
        var bad = string.Concat(Enumerable.Repeat("what is this\n", 8)) + new string('x', 2 << 20) + "\n";
        var log = _folder.Write("squid.log", string.Concat(Enumerable.Repeat(Squid("08:10:00", "10.0.0.5", "www.facebook.com"), 20)) + bad + Squid("08:11:00", "10.0.0.6", "www.facebook.com").TrimEnd('\n'));

        var run = Traffic.Run("replay", log, "--k", "1", "--format", "json", "--site", "Facebook");

        var statement = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((1, 2), (run.Status, statement.GetProperty("count").GetInt32()));
        var counted = statement.GetProperty("coverage").GetProperty("logs")[0];
        Assert.Equal((30, 21, 8, 1), (counted.GetProperty("lines").GetInt32(), counted.GetProperty("records").GetInt32(), counted.GetProperty("malformed").GetInt32(), counted.GetProperty("too_long").GetInt32()));
        Assert.Equal([.. Enumerable.Range(21, 5).Select(line => $"{log}: line {line}: of no known format"), $"{log}: 4 more of 30 lines could not be read"], run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, Traffic.Run("check", log).Status);
    }

    [Fact]
    public void A_format_that_changes_in_the_middle_is_noticed_and_read()
    {
        var log = _folder.Write("mixed.log", Squid("08:10:00", "10.0.0.5", "www.facebook.com") + "\r\n" + File.ReadAllText(LogSamples.File("bind-iso8601-utc.log")) + Squid("12:10:00", "10.0.0.6", "www.facebook.com"));

        var run = Traffic.Run("replay", log, "--k", "1", "--format", "json", "--site", "Facebook");

        Assert.Equal((0, $"{log}: the format of the lines changed 2 times\n"), (run.Status, run.Error));
        var statement = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((2, 2), (statement.GetProperty("count").GetInt32(), statement.GetProperty("coverage").GetProperty("logs")[0].GetProperty("format_changes").GetInt32()));
    }

    [Fact]
    public void Events_of_a_log_are_those_of_a_capture_with_the_line_for_the_frame()
    {
        var log = _folder.Write("squid.log", Squid("08:10:00", "10.0.0.5", "www.facebook.com"));

        Assert.Equal($$$"""{"timestamp":"2026-11-24T08:10:00.000000+00:00","pcap_filename":"{{{log}}}","pcap_cnt":1,"event_type":"http","src_ip":"10.0.0.5","proto":"TCP","http":{"hostname":"www.facebook.com","http_method":"CONNECT"}}""" + "\n",
            Traffic.Run("events", log).Output);
    }

    [Fact]
    public void What_a_log_gave_is_kept_and_asked_for_again()
    {
        var log = _folder.Write("squid.log", string.Concat(Enumerable.Range(0, 50).Select(i => Squid($"08:{i:00}:00", $"10.0.0.{i + 1}", "www.facebook.com", elapsed: i % 7 * 300))));
        var store = _folder.File("store");
        var replayed = Traffic.Json("replay", log, "--k", "1", "--site", "Facebook", "--zone", "UTC", "--store", store, "--by", "hour");

        var reported = Traffic.Json("report", "--store", store, "--k", "1", "--site", "Facebook", "--zone", "UTC", "--by", "hour");

        Assert.Equal(Figures(replayed), Figures(reported));
        Assert.Equal((50, 50), (reported.GetProperty("count").GetInt32(), reported.GetProperty("coverage").GetProperty("log_records").GetInt32()));
        Assert.Equal(50, reported.GetProperty("coverage").GetProperty("minutes_seen").GetInt32());
        Assert.Equal(50, replayed.GetProperty("coverage").GetProperty("minutes_seen").GetInt32());
    }

    [Fact]
    public void Lines_of_other_programs_make_no_log_of_a_file()
    {
        _folder.Write("a.log", "2026-11-24 10:00:00 info: something happened\n");
        _folder.Write("b.json", "{\"ts\":1795516800.5,\"message\":\"hello\"}\n");
        _folder.Write("c.log", "Nov 24 10:00:00 gw kernel: eth0: link up\n");
        _folder.Write("d.log", "10.0.0.5 - - [24/Nov/2026:10:00:00 +0100] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl\"\n");

        Assert.Equal(4, Traffic.Run("events", _folder.Path).Error.Split('\n').Count(line => line.Contains("skipped", StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_says_format_lines_and_bad_lines()
    {
        var run = Traffic.Run("check", LogSamples.File("zeek-dns.log"));

        Assert.Equal(0, run.Status);
        Assert.Contains($"log: {LogSamples.File("zeek-dns.log")}: zeek, 14 lines, 3 of them tell of 4 sightings and 0 bindings, 0 bad\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_without_a_zone_are_in_the_zone_given()
    {
        string Hour(params string[] flags) => Traffic.Json(["replay", LogSamples.File("bind-yes.log"), "--k", "1", "--evidence", "lookup", "--site", "Facebook", "--zone", "UTC", "--by", "hour", .. flags])
            .GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("count").GetInt32() > 0).GetProperty("hour").GetString()![..2];

        Assert.Equal(int.Parse(Hour(), CultureInfo.InvariantCulture) - 1, int.Parse(Hour("--log-zone", "Europe/Berlin"), CultureInfo.InvariantCulture));
        Assert.Equal(2, Traffic.Run("replay", LogSamples.File("bind-yes.log"), "--log-zone", "Nowhere").Status);
    }

    private static string Squid(string time, string client, string host, string user = "-", string code = "TCP_TUNNEL/200", long elapsed = 0)
    {
        var end = new DateTimeOffset(DateTime.Parse($"2026-11-24T{time}Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)).ToUnixTimeSeconds() + elapsed;
        return string.Create(CultureInfo.InvariantCulture, $"{end}.000 {elapsed * 1000,6} {client} {code} 100 CONNECT {host}:443 {user} HIER_DIRECT/1.2.3.4 -\n");
    }

    private int Count(string site, params string[] inputs) => Ask(site, inputs).GetProperty("count").GetInt32();

    private JsonElement Ask(string site, params string[] arguments) =>
        Traffic.Json(["replay", .. arguments, "--staff", _folder.Write("staff.csv", Staff), "--site", site, "--k", "1", "--zone", "UTC"]);

    private string Events(string capture)
    {
        var inputs = Directory.GetFiles(Repository.Capture(capture)).Where(file => file.Contains(".pcap", StringComparison.Ordinal)).ToArray();
        return _folder.Write("eve.json", Traffic.Run(["events", .. inputs]).Output);
    }

    private string[] Split(string log, int parts) => [.. Enumerable.Range(0, parts).Select(part => _folder.Write($"part{part}.json", string.Concat(File.ReadLines(log).Where((_, i) => i % parts == part).Select(line => line + "\n"))))];

    private static string WithoutCoverage(string output) => Figures(JsonDocument.Parse(output).RootElement);

    /// <summary>People, site by site and row by row.</summary>
    private static string Figures(JsonElement statements) => statements.ValueKind == JsonValueKind.Array
        ? string.Join('\n', statements.EnumerateArray().Select(Figures).Order(StringComparer.Ordinal))
        : $"{statements.GetProperty("site")} {statements.GetProperty("count")} {statements.GetProperty("headcount")} {statements.GetProperty("rows")}";
}
