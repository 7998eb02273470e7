using TrafficClassifier.Capture.Live;
using TrafficClassifier.Catalog;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

public sealed class CaptureLossTests
{
    private static readonly Instant _minute = new(1_262_563_200 * Instant.NanosecondsPerSecond);

    private readonly ClosedMinutes _closed = new();
    private readonly Pipeline _pipeline;

    public CaptureLossTests() => _pipeline = new Pipeline(CatalogFile.Load([]), new Calendar(TimeZoneInfo.Utc), null, new PipelineOptions(), _closed);

    [Fact]
    public void What_was_not_seen_stays_in_the_minute_that_it_fell_in()
    {
        _pipeline.CountLoss(_minute, new CaptureLoss(3, 5, 100, 1, 7, 1));
        _pipeline.CountLoss(_minute.AddSeconds(60), new CaptureLoss(0, 0, 40, 0, 0, 0));
        _pipeline.CountLoss(_minute.AddSeconds(59), new CaptureLoss(2, 0, 0, 0, 0, 0));
        _pipeline.Close();

        var first = _closed.Coverages[_minute.Minute];
        Assert.Equal((10, 5, 100, 1, 7, 1), (first.Lost, first.LostBeforeRing, first.KeptAway, first.Freezes, first.SecondsNotCaptured, first.ClockSteps));
        var second = _closed.Coverages[_minute.Minute + 1];
        Assert.Equal((0, 40), (second.Lost, second.KeptAway));
    }

    [Fact]
    public void Nothing_lost_opens_no_minute()
    {
        _pipeline.CountLoss(_minute, default);
        _pipeline.Close();

        Assert.Empty(_closed.Coverages);
    }

    private sealed class ClosedMinutes : IBucketSink
    {
        public Dictionary<long, Coverage> Coverages { get; } = [];

        public void Accept(UsageBucket bucket)
        {
            var copy = new Coverage();
            copy.Add(bucket.Coverage);
            Coverages.Add(bucket.Minute, copy);
        }
    }
}
