using System.Text.Json;
using TrafficClassifier.Tests.Server;

namespace TrafficClassifier.Tests.Sightings;

/// <summary>The recording of names that hide, held against what its clients really did.</summary>
public sealed class HiddenNamesTests
{
    private const string Cover = "cloudflare-ech.com";
    private static readonly string _folder = Repository.Capture("hidden-names");
    private static readonly HiddenName[] _truth = [.. File.ReadLines(Path.Combine(_folder, "truth.csv")).Skip(1).Where(line => line.Length > 0).Select(HiddenName.Parse)];
    private static readonly Dictionary<string, JsonElement[]> _events = _truth.Select(row => row.Capture).Distinct().ToDictionary(capture => capture, Events);

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, _truth.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Events_show_of_each_deed_what_is_visible_and_no_more(int row)
    {
        var deed = _truth[row];
        var own = _events[deed.Capture].Where(one => deed.IsIn(one) && one.GetProperty("src_ip").GetString() == deed.Address).ToList();
        var (type, carrier) = deed.Transport == "quic" ? ("quic", "UDP") : ("tls", "TCP");
        var names = own.Where(one => Is(one, type, carrier)).Select(one => Text(one, type, "sni")).ToList();
        switch (deed.Visible)
        {
            case "query":
                Assert.Contains(own, one => Is(one, "dns", deed.Transport == "dns-tcp" ? "TCP" : "UDP")
                    && Text(one, "dns", "type") == "query" && Text(one, "dns", "rrname") == deed.Name);
                break;
            case "sni":
                Assert.Contains(deed.Name, names);
                break;
            case "ech":
                Assert.Contains(Cover, names);
                Assert.DoesNotContain(deed.Name, names);
                break;
            default:
                Assert.True(deed.Visible is "dns" or "hidden", deed.Visible);
                Assert.DoesNotContain(deed.Name, names);
                break;
        }
    }

    [Fact]
    public void Each_person_is_seen_where_he_was_and_nowhere_else()
    {
        var truth = _truth.Where(deed => deed.Visible != "hidden").Select(deed => $"{deed.Staff},{deed.Site},{(deed.Visible == "query" ? "lookup" : "connection")}");
        var staff = File.ReadAllLines(Path.Combine(_folder, "staff.csv"));
        List<string> seen = [];
        using var temporary = new TemporaryFolder();
        foreach (var person in staff.Skip(1).Where(line => line.Length > 0))
        {
            var alone = temporary.Write("staff.csv", $"{staff[0]}\n{person}\n");
            foreach (var evidence in new[] { "connection", "lookup" })
            {
                var statements = Traffic.Json("replay", _folder, "--staff", alone, "--k", "1", "--zone", "UTC", "--evidence", evidence);
                seen.AddRange(statements.EnumerateArray().Where(statement => statement.GetProperty("count").GetInt32() == 1)
                    .Select(statement => $"{person.Split(',')[0]},{statement.GetProperty("site").GetString()},{evidence}"));
            }
        }
        Assert.Equal(truth.Distinct().Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whoever_hid_a_name_may_have_been_anywhere()
    {
        using var temporary = new TemporaryFolder();
        var staff = File.ReadAllLines(Path.Combine(_folder, "staff.csv"));
        var alone = temporary.Write("staff.csv", $"{staff[0]}\n{staff.Single(line => line.StartsWith("P6,", StringComparison.Ordinal))}\n");
        var statement = Traffic.Json("replay", _folder, "--staff", alone, "--k", "1", "--zone", "UTC", "--site", "Discord");

        Assert.Equal((0, 1), (statement.GetProperty("at_least").GetInt32(), statement.GetProperty("at_most").GetInt32()));
    }

    [Theory]
    [InlineData("www.netflix.com", "A", 150, "203.0.113.77")]
    [InlineData("www.spotify.com", "AAAA", 91, "2001:db8:99::77")]
    public void Answers_that_came_in_fragments_are_whole(string name, string type, int count, string address)
    {
        var answer = Assert.Single(_events["answers"], one => Is(one, "dns", "UDP") && Text(one, "dns", "type") == "answer"
            && Text(one, "dns", "rrname") == name && Text(one, "dns", "rrtype") == type);
        var answers = answer.GetProperty("dns").GetProperty("answers").EnumerateArray().Select(one => one.GetProperty("rdata").GetString()).ToList();

        Assert.Equal(count, answers.Distinct().Count());
        Assert.Contains(address, answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Hellos_cut_anew_shuffled_repeated_and_overlapping_give_the_same_names(int seed)
    {
        var hellos = HelloReplayer.Read(Path.Combine(_folder, "hellos.pcap"), [.. _truth.Where(deed => deed is { Capture: "hellos", Visible: "sni" }).Select(deed => deed.Name)]);
        Assert.InRange(hellos.Count, 4, int.MaxValue);
        using var temporary = new TemporaryFolder();
        var path = temporary.File("cut.pcap");
        File.WriteAllBytes(path, HelloReplayer.Cut(hellos, new Random(seed)));

        Assert.Equal(hellos.Select(hello => hello.Name).Order(StringComparer.Ordinal), Names(path, "tls").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Initials_that_arrive_backwards_and_twice_give_the_same_names()
    {
        using var temporary = new TemporaryFolder();
        var path = temporary.File("backwards.pcap");
        File.WriteAllBytes(path, HelloReplayer.Backwards(Path.Combine(_folder, "quic.pcap")));

        Assert.Equal(_truth.Where(deed => deed.Transport == "quic").Select(deed => deed.Name).Order(StringComparer.Ordinal), Names(path, "quic").Distinct().Order(StringComparer.Ordinal));
    }

    private static JsonElement[] Events(string capture) => Read(Path.Combine(_folder, capture + ".pcap"));

    private static JsonElement[] Read(string path)
    {
        var run = Traffic.Run("events", path);
        Assert.Equal((0, ""), (run.Status, run.Error));
        return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static IEnumerable<string?> Names(string path, string type) =>
        Read(path).Where(one => one.GetProperty("event_type").GetString() == type).Select(one => Text(one, type, "sni"));

    private static bool Is(JsonElement one, string type, string carrier) =>
        one.GetProperty("event_type").GetString() == type && one.GetProperty("proto").GetString() == carrier;

    private static string? Text(JsonElement one, string type, string field) =>
        one.GetProperty(type).TryGetProperty(field, out var value) ? value.GetString() : null;
}
