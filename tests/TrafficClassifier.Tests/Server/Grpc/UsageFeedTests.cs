using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;
using V1 = TrafficClassifier.V1;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>What a subscriber gets, however slow.</summary>
public sealed class UsageFeedTests
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal) { ["A"] = 10, ["B"] = 20 };

    [Fact]
    public async Task The_state_then_each_row_that_changed_once_as_it_is_now()
    {
        var feed = new UsageFeed(_ => Task.FromResult(Now()), leastMove: 1);
        await Look(feed);
        var state = feed.Since(-1)!;
        Assert.True(state.State);
        Assert.Equal(["A 10", "B 20"], Rows(state));
        Assert.Null(feed.Since(feed.VersionOf(state.ResumeToken)));

        foreach (var count in new[] { 11, 12, 13 })
        {
            _counts["A"] = count;
            await Look(feed);
        }
        var change = feed.Since(feed.VersionOf(state.ResumeToken))!;
        Assert.False(change.State);
        Assert.Equal(["A 13"], Rows(change));
        Assert.Equal(2, change.Conflated);
    }

    [Fact]
    public async Task What_is_gone_is_zero_once()
    {
        var feed = new UsageFeed(_ => Task.FromResult(Now()), leastMove: 1);
        await Look(feed);
        var seen = feed.VersionOf(feed.Since(-1)!.ResumeToken);
        _counts.Remove("B");
        await Look(feed);
        Assert.Equal(["B 0"], Rows(feed.Since(seen)!));
        Assert.Equal(["A 10"], Rows(feed.Since(-1)!));
    }

    [Fact]
    public async Task Figures_that_moved_by_less_stay_as_they_were_told()
    {
        var feed = new UsageFeed(_ => Task.FromResult(Now()), leastMove: 5);
        await Look(feed);
        var seen = feed.VersionOf(feed.Since(-1)!.ResumeToken);
        for (var count = 11; count < 15; count++)
        {
            _counts["A"] = count;
            await Look(feed);
            Assert.Null(feed.Since(seen));
        }
        _counts["A"] = 15;
        await Look(feed);
        Assert.Equal(["A 15"], Rows(feed.Since(seen)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.1")]
    [InlineData("...")]
    [InlineData("1")]
    public async Task A_token_that_is_not_known_begins_anew(string token)
    {
        var feed = new UsageFeed(_ => Task.FromResult(Now()), leastMove: 1);
        await Look(feed);
        Assert.True(feed.Since(feed.VersionOf(token))!.State);
    }

    [Fact]
    public async Task A_token_from_the_future_begins_anew()
    {
        var feed = new UsageFeed(_ => Task.FromResult(Now()), leastMove: 1);
        await Look(feed);
        var id = feed.Since(-1)!.ResumeToken.Split('.')[0];
        Assert.Equal(-1, feed.VersionOf($"{id}.99"));
    }

    private static async Task Look(UsageFeed feed)
    {
        await Task.Delay(UsageFeed.Beat + TimeSpan.FromMilliseconds(20)); // it asks no more often
        await feed.Look(CancellationToken.None);
    }

    private static IEnumerable<string> Rows(V1.WatchUsageResponse message) => message.Rows.Select(row => $"{row.Site} {row.Figure.Count}").Order(StringComparer.Ordinal);

    private Statement Now() => new()
    {
        Unit = Unit.Staff,
        Calendar = new Calendar(TimeZoneInfo.Utc),
        Coverage = new WindowCoverage { Figures = new Coverage() },
        Rows = [.. _counts.Select(pair => new StatementRow(new RowKey(null, pair.Key, null, null, null), null, new StatementCell(pair.Value, null, false)))],
    };
}
