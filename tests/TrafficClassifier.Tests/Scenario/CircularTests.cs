using System.Globalization;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Scenario;

/// <summary>The whole product on the circular's week, held against the truth that its generator knows.</summary>
public sealed class CircularTests
{
    private static readonly DayOfWeek[] _everyDay = Enum.GetValues<DayOfWeek>();

    [Fact]
    public void The_circular_says_1310_of_1500()
    {
        var statement = new WeekReplay().Run();

        Assert.Equal(Unit.Staff, statement.Unit);
        Assert.Equal(1310, statement.Total.Count);
        Assert.Equal(1500, statement.Total.Headcount);
        Assert.Equal(87.33m, statement.Total.Percent);
        Assert.Equal(1310, statement.AtLeast);
        Assert.InRange(statement.AtMost, 1310, 1500);
    }

    [Theory]
    [InlineData("Facebook")]
    [InlineData("Twitter")]
    [InlineData("MySpace")]
    public void Every_cell_equals_the_truth(string site)
    {
        var truth = Truth(Repository.Capture("circular-2010"), site);
        foreach (var by in new[] { Breakdown.Hour, Breakdown.Day | Breakdown.Hour, Breakdown.Department | Breakdown.Hour, Breakdown.Department | Breakdown.Day | Breakdown.Hour })
        {
            // The truth's days of their own include Sunday; its '*' is Monday to Friday.
            var days = by.HasFlag(Breakdown.Day) ? _everyDay : null;
            var rows = new WeekReplay { Query = WeekReplay.Ask(days, 0, 24 * 60, site: site) with { By = by } }.Run().Rows;
            AssertEqual(truth, rows, by);
        }
    }

    [Fact]
    public void Another_seed_and_headcount_change_the_truth_and_the_product_follows()
    {
        using var folder = new TemporaryFolder();
        Circular2010.Scenario.Write(folder.Path, seed: 7, staff: 90, visitors: 61);

        var statement = new WeekReplay { Folder = folder.Path }.Run();

        Assert.Equal(61, statement.Total.Count);
        Assert.Equal(90, statement.Total.Headcount);
        var rows = new WeekReplay { Folder = folder.Path, Query = WeekReplay.Ask(null, 0, 24 * 60) with { By = Breakdown.Department | Breakdown.Hour } }.Run().Rows;
        AssertEqual(Truth(folder.Path, WeekReplay.Site), rows, Breakdown.Department | Breakdown.Hour);
    }

    [Fact]
    public void Duplicates_renewals_and_damage_are_counted()
    {
        new WeekReplay().Run(out var pipeline);
        var traps = Traps();

        Assert.Equal(traps["duplicates"], pipeline.Outcomes[(int)FrameOutcome.Duplicate]);
        Assert.Equal(traps["informs"], pipeline.Leases.Informed);
        Assert.True(pipeline.Bindings.Counters.Renewals >= traps["renewals"], $"{pipeline.Bindings.Counters.Renewals} renewals");
        Assert.Equal(0, pipeline.Evictions);
        var damaged = pipeline.Outcomes[(int)FrameOutcome.Malformed] + pipeline.Outcomes[(int)FrameOutcome.Truncated];
        Assert.InRange(damaged, traps["damaged"], traps["damaged"] + traps["cut by snap length"]);
    }

    internal static Dictionary<string, long> Traps() => File.ReadLines(Path.Combine(Repository.Capture("circular-2010"), "traps.csv")).Skip(1)
        .Select(line => line.Split(',')).Where(fields => fields[^1].Length > 0)
        .ToDictionary(fields => string.Join(',', fields[..^2]), fields => long.Parse(fields[^1], CultureInfo.InvariantCulture)); // a name may hold a comma

    private static Dictionary<(string Department, string Day, int Hour), (int Visitors, int Headcount)> Truth(string folder, string site) =>
        File.ReadLines(Path.Combine(folder, "truth.csv")).Skip(1).Select(line => line.Split(',')).Where(fields => fields[0] == site)
            .ToDictionary(fields => (fields[1], fields[2], int.Parse(fields[3], CultureInfo.InvariantCulture)),
                fields => (int.Parse(fields[4], CultureInfo.InvariantCulture), int.Parse(fields[5], CultureInfo.InvariantCulture)));

    private static void AssertEqual(Dictionary<(string Department, string Day, int Hour), (int Visitors, int Headcount)> truth, IReadOnlyList<StatementRow> rows, Breakdown by)
    {
        var expected = truth.Where(cell => (cell.Key.Department != "*") == by.HasFlag(Breakdown.Department) && (cell.Key.Day != "*") == by.HasFlag(Breakdown.Day)
            && cell.Value.Headcount > 0).ToDictionary();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
        {
            var key = (row.Department ?? "*", row.Key.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "*", row.Key.Hour!.Value);
            Assert.Equal((key, expected[key]), (key, (row.Cell.Count, row.Cell.Headcount!.Value)));
        }
    }
}
