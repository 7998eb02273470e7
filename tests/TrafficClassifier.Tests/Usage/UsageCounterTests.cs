using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Tests.Wire;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>Minutes open, close, and open again.</summary>
public sealed class UsageCounterTests
{
    private static readonly CellKey _key = new(new SiteId(3), Evidence.Connection, DomainRole.Main);

    [Fact]
    public void Minutes_close_in_order_and_each_once()
    {
        var sink = new KeptBuckets();
        var counter = new UsageCounter([sink]);
        foreach (var minute in new long[] { 10, 11, 10, 12, 11, 13, 12, 14, 20 })
        {
            Count(counter, minute, 1);
        }
        counter.Close();

        Assert.Equal([10, 11, 12, 13, 14, 20], sink.Closed.Select(bucket => bucket.Minute));
        Assert.Equal([2, 2, 2, 1, 1, 1], sink.Closed.Select(bucket => bucket.Frames));
        Assert.Equal(0, counter.Reopened);
    }

    [Fact]
    public void A_minute_stays_open_until_the_third_one_after_it()
    {
        var sink = new KeptBuckets();
        var counter = new UsageCounter([sink]);
        Count(counter, 10, 1);
        Count(counter, 12, 1);
        Assert.Empty(sink.Closed);
        Count(counter, 13, 1);
        Assert.Equal(10, Assert.Single(sink.Closed).Minute);
    }

    [Fact]
    public void What_comes_late_opens_its_minute_again_and_adds_up()
    {
        var sink = new KeptBuckets();
        var counter = new UsageCounter([sink]);
        Count(counter, 10, 1, 2);
        Count(counter, 20, 1);
        Count(counter, 10, 2, 3);
        Count(counter, 9, 7);
        Count(counter, 20, 9);
        counter.Close();

        Assert.Equal(2, counter.Reopened);
        var merged = KeptBuckets.Merge(sink);
        Assert.Equal((4, 3), (merged[(10, _key.Packed)].Sightings, merged[(10, _key.Packed)].Subjects.Count));
        Assert.Equal([1, 9], merged[(20, _key.Packed)].Subjects.Order());
    }

    [Fact]
    public void Every_sink_gets_every_bucket()
    {
        KeptBuckets[] sinks = [new(), new(), new()];
        var counter = new UsageCounter(sinks);
        for (var minute = 0; minute < 5; minute++)
        {
            Count(counter, minute, minute);
        }
        counter.Close();

        Assert.All(sinks, sink => Assert.Equal(5, sink.Closed.Count));
    }

    [Fact]
    public void Frames_at_the_ends_of_time_are_counted_in_their_minutes()
    {
        var sink = new KeptBuckets();
        var counter = new UsageCounter([sink]);
        Instant[] times = [Instant.MaxValue, Instant.MinValue, new(-1), new(0), Instant.MaxValue, new(Instant.NanosecondsPerMinute), Instant.MinValue];
        foreach (var time in times)
        {
            counter.MoveTo(time);
            Assert.Equal(time.Minute, counter.Minute);
            counter.Coverage[FrameOutcome.Classified]++;
            counter.Count(_key, new SubjectId(1));
        }
        counter.Close();

        Assert.Equal(times.Length, sink.Closed.Sum(bucket => bucket.Frames));
        Assert.Equal(times.Select(time => time.Minute).Distinct().Order(), KeptBuckets.Merge(sink).Keys.Select(key => key.Minute).Order());
    }

    [Fact]
    public void A_minute_is_half_open()
    {
        var counter = new UsageCounter([]);
        var end = Instant.FromMinute(11).Nanoseconds;

        Assert.True(counter.MoveTo(Instant.FromMinute(10)));
        Assert.False(counter.MoveTo(new Instant(end - 1)));
        Assert.True(counter.MoveTo(new Instant(end)));
        Assert.Equal(11, counter.Minute);
    }

    [Fact]
    public void Nobody_is_counted_as_a_sighting_only()
    {
        var sink = new KeptBuckets();
        var counter = new UsageCounter([sink]);
        counter.MoveTo(Instant.FromMinute(1));
        counter.Count(_key, SubjectId.None);
        counter.Close();

        var cell = Assert.Single(sink.Closed).Cells[_key.Packed];
        Assert.Equal(1, cell.Sightings);
        Assert.Empty(cell.Subjects);
    }

    [Fact]
    public void Counting_allocates_nothing_in_steady_state()
    {
        var counter = new UsageCounter([]);
        CellKey[] keys = [_key, CellKey.Ambiguous, CellKey.Unnamed, CellKey.Hidden, new(new SiteId(9), Evidence.Lookup, DomainRole.Embedded)];
        long minute = 0;
        void Minutes()
        {
            for (var i = 0; i < 10; i++)
            {
                counter.MoveTo(Instant.FromMinute(++minute));
                foreach (var key in keys)
                {
                    for (var subject = 0; subject < 200; subject++)
                    {
                        counter.Count(key, new SubjectId(subject));
                    }
                }
            }
        }
        for (var warmUp = 0; warmUp < 10; warmUp++)
        {
            Minutes();
        }

        Assert.Equal(0, Allocation.PerRound(Minutes));
    }

    [Fact]
    public void Counters_of_several_workers_give_the_same_sets_as_one()
    {
        var random = new Random(5);
        KeptBuckets one = new();
        KeptBuckets[] several = [new(), new(), new()];
        var alone = new UsageCounter([one]);
        UsageCounter[] workers = [.. several.Select(sink => new UsageCounter([sink]))];
        for (var i = 0; i < 20_000; i++)
        {
            var minute = (i / 400) + random.Next(-6, 1);
            var key = new CellKey(new SiteId(random.Next(5)), (Evidence)random.Next(2), (DomainRole)random.Next(3));
            var subject = new SubjectId(random.Next(300));
            foreach (var counter in new[] { alone, workers[random.Next(3)] })
            {
                counter.MoveTo(Instant.FromMinute(minute));
                counter.Count(key, subject);
            }
        }
        alone.Close();
        Array.ForEach(workers, worker => worker.Close());

        var (expected, actual) = (KeptBuckets.Merge(one), KeptBuckets.Merge(several));
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected, pair =>
        {
            Assert.Equal(pair.Value.Sightings, actual[pair.Key].Sightings);
            Assert.True(pair.Value.Subjects.SetEquals(actual[pair.Key].Subjects));
        });
    }

    private static void Count(UsageCounter counter, long minute, params int[] subjects)
    {
        counter.MoveTo(Instant.FromMinute(minute));
        counter.Coverage[FrameOutcome.Classified]++;
        foreach (var subject in subjects)
        {
            counter.Count(_key, new SubjectId(subject));
        }
    }
}
