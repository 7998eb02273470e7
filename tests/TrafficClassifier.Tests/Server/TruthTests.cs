using System.Text.Json;

namespace TrafficClassifier.Tests.Server;

/// <summary>The recordings of real programs: who did what is known.</summary>
public sealed class TruthTests
{
    [Theory]
    [InlineData("office-lan")]
    [InlineData("office-lan-kea")]
    public void Each_person_is_seen_where_he_was_and_nowhere_else(string capture)
    {
        var folder = Repository.Capture(capture);
        var staff = File.ReadAllLines(Path.Combine(folder, "staff.csv"));
        var truth = File.ReadLines(Path.Combine(folder, "truth.csv")).Skip(1).Where(line => line.Length > 0).ToHashSet();
        HashSet<string> seen = [];
        using var temporary = new TemporaryFolder();
        foreach (var person in staff.Skip(1).Where(line => line.Length > 0))
        {
            // Alone in the directory, who is counted is this person.
            var alone = temporary.Write("staff.csv", $"{staff[0]}\n{person}\n");
            foreach (var evidence in new[] { "connection", "lookup" })
            {
                var statements = Traffic.Json("replay", folder, "--staff", alone, "--k", "1", "--zone", "UTC", "--evidence", evidence);
                seen.UnionWith(statements.EnumerateArray().Where(statement => statement.GetProperty("count").GetInt32() == 1)
                    .Select(statement => $"{person.Split(',')[0]},{statement.GetProperty("site").GetString()},{evidence}"));
            }
        }
        Assert.Equal(truth.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_leases_neighbours_name_whom_the_recording_did_not_see_leasing()
    {
        var folder = Repository.Capture("office-lan-kea");
        var statements = Traffic.Json("replay", Path.Combine(folder, "office-lan-kea.pcap"), "--staff", Path.Combine(folder, "staff.csv"), "--k", "1", "--zone", "UTC");

        Assert.Equal(["Facebook", "LinkedIn", "Twitter"], statements.EnumerateArray().Where(statement => statement.GetProperty("count").GetInt32() > 0).Select(statement => statement.GetProperty("site").GetString()));
    }

    [Fact]
    public void Events_tell_each_name_with_its_frame()
    {
        var capture = Path.Combine(Repository.Capture("office-lan"), "office-lan.pcap");
        var run = Traffic.Run("events", capture);
        Assert.Equal((0, ""), (run.Status, run.Error));
        var events = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.All(events, one =>
        {
            Assert.Equal(capture, one.GetProperty("pcap_filename").GetString());
            Assert.InRange(one.GetProperty("pcap_cnt").GetInt64(), 1, 411);
            Assert.True(one.TryGetProperty("src_ip", out _) && one.TryGetProperty("proto", out _));
            Assert.True(one.TryGetProperty(one.GetProperty("event_type").GetString() == "dhcp6" ? "dhcp" : one.GetProperty("event_type").GetString()!, out _));
        });
        Assert.Equal(events.Select(one => one.GetProperty("pcap_cnt").GetInt64()).Order(), events.Select(one => one.GetProperty("pcap_cnt").GetInt64()));
        Assert.Equal(["10.20.0.101", "10.20.0.105", "10.20.0.106"], events.Where(one => one.GetProperty("event_type").GetString() == "tls"
            && one.GetProperty("tls").TryGetProperty("sni", out var sni) && sni.GetString() == "www.facebook.com").Select(one => one.GetProperty("src_ip").GetString()).Order());
        Assert.Contains(events, one => one.GetProperty("event_type").GetString() == "http" && one.GetProperty("http").GetProperty("hostname").GetString() == "twitter.com");
        Assert.Contains(events, one => one.GetProperty("event_type").GetString() == "dhcp" && one.GetProperty("dhcp").GetProperty("dhcp_type").GetString() == "ack");
    }

    [Fact]
    public void Events_of_what_is_no_capture_fail_in_a_line()
    {
        using var folder = new TemporaryFolder();
        var run = Traffic.Run("events", folder.Write("a.pcap", "nothing of the kind"), folder.File("nowhere"));

        Assert.Equal((1, ""), (run.Status, run.Output));
        Assert.Equal(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
