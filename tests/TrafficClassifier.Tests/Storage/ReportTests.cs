using System.Text;
using TrafficClassifier.Tests.Server;

namespace TrafficClassifier.Tests.Storage;

/// <summary>A report says what the replay said.</summary>
public sealed class ReportTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--k 1")]
    [InlineData("--k 1 --site Facebook --by department,day,hour")]
    [InlineData("--by department --site Facebook --site Twitter")]
    [InlineData("--k 1 --by site,category --evidence lookup --include-embedded")]
    [InlineData("--k 1 --unit devices")]
    [InlineData("--k 1 --unit addresses --by site,hour")]
    [InlineData("--from 2026-11-01 --to 2026-11-30 --weekdays mon,tue --hours 06:00-05:00 --k 1")]
    [InlineData("--from 2010-01-01 --to 2010-01-31")]
    public void Of_the_office(string flags) => AssertSame(Traffic.Lan(), flags);

    [Theory]
    [InlineData("--k 1 --unit addresses", "addresses")]
    [InlineData("--k 1", "devices")]
    [InlineData("--k 1 --unit devices --by hour", "devices")]
    public void Without_a_directory(string flags, string unit) =>
        AssertSame(["replay", Path.Combine(Repository.Capture("office-lan"), "office-lan.pcap"), "--zone", "UTC"], flags, $"\"unit\": \"{unit}\"");

    [Fact]
    public void Of_the_circular_for_many_questions()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("store");
        string[] questions = ["--site Facebook --hours 08:00-09:00 --weekdays mon-fri", "--by department,day,hour --site Facebook", "--category", "--by day --site Twitter --evidence lookup"];
        var first = true;
        foreach (var question in questions)
        {
            string[] flags = [.. question == "--category" ? ["--category", "Social networks", "--by", "department"] : question.Split(' '),
                "--format", "json", "--holidays", Path.Combine(Repository.Capture("circular-2010"), "holidays.txt")];
            var replay = Traffic.Run(Traffic.Week([.. flags, .. first ? ["--store", store] : Array.Empty<string>()]));
            Assert.Equal(0, replay.Status);
            Assert.Equal(replay.Output, Traffic.Run(["report", "--store", store, .. flags]).Output);
            first = false;
        }
        AssertNobodyIsIn(store);
    }

    [Fact]
    public void Another_unit_than_was_counted_is_refused()
    {
        using var folder = new TemporaryFolder();
        Traffic.Run(Traffic.Lan("--store", folder.Path));

        Assert.Equal((2, "", $"traffic: --unit devices: {folder.Path} counted staff; replay the captures with --unit devices\n"), Text(Traffic.Run("report", "--store", folder.Path, "--unit", "devices")));
        using var devices = new TemporaryFolder();
        Traffic.Run(Traffic.Lan("--store", devices.Path, "--unit", "devices"));
        Assert.Equal(2, Traffic.Run("report", "--store", devices.Path, "--unit", "staff").Status);
        Assert.Equal(2, Traffic.Run("report", "--store", devices.Path, "--by", "department").Status);
    }

    private static void AssertSame(string[] replay, string flags, string contains = "\"unit\"")
    {
        using var folder = new TemporaryFolder();
        string[] question = [.. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--format", "json"];
        var replayed = Traffic.Run([.. replay, "--store", folder.Path, .. question]);
        var reported = Traffic.Run(["report", "--store", folder.Path, .. question]);

        Assert.Equal((0, 0, ""), (replayed.Status, reported.Status, reported.Error));
        Assert.Equal(replayed.Output, reported.Output);
        Assert.Contains(contains, reported.Output, StringComparison.Ordinal);
    }

    /// <summary>Looks for each id, each device as text and each hardware address as bytes.</summary>
    private static void AssertNobodyIsIn(string store)
    {
        byte[] bytes = [.. Directory.GetFiles(store, "counts.db*").SelectMany(File.ReadAllBytes)];
        foreach (var fields in File.ReadLines(Path.Combine(Repository.Capture("circular-2010"), "staff.csv")).Skip(1).Select(line => line.Split(',')))
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(fields[0])));
            Assert.True(fields[2].Length < 8 || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(fields[2])) < 0, fields[2]);
            var hex = fields[2].Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
            if (hex.Length == 12 && hex.All(char.IsAsciiHexDigit))
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(Convert.FromHexString(hex)));
            }
        }
    }

    private static (int, string, string) Text(Traffic run) => (run.Status, run.Output, run.Error);
}
