using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>All that a statement is made of, to be compared: each cell of each minute with its subjects, and each minute's coverage.</summary>
internal sealed class SeenBuckets : IBucketSink
{
    public KeptBuckets Buckets { get; } = new();

    public Dictionary<long, Coverage> Figures { get; } = [];

    public void Accept(UsageBucket bucket)
    {
        Buckets.Accept(bucket);
        if (!Figures.TryGetValue(bucket.Minute, out var sum))
        {
            Figures.Add(bucket.Minute, sum = new Coverage());
        }
        sum.Add(bucket.Coverage);
    }

    /// <returns>What differs, in a line each; figures of coverage from a number on.</returns>
    public static IEnumerable<string> Differences(SeenBuckets plain, SeenBuckets other, int firstFigure)
    {
        var (all, some) = (KeptBuckets.Merge(plain.Buckets), KeptBuckets.Merge(other.Buckets));
        foreach (var key in all.Keys.Union(some.Keys))
        {
            var (left, right) = (all.GetValueOrDefault(key, (0, [])), some.GetValueOrDefault(key, (0, [])));
            if (left.Sightings != right.Sightings || !left.Subjects.SetEquals(right.Subjects))
            {
                yield return $"minute {key.Minute} cell {key.Key}: {left.Sightings} of {left.Subjects.Count}, other {right.Sightings} of {right.Subjects.Count}";
            }
        }
        foreach (var minute in plain.Figures.Keys.Union(other.Figures.Keys))
        {
            var (left, right) = (plain.Figures.GetValueOrDefault(minute, new Coverage()), other.Figures.GetValueOrDefault(minute, new Coverage()));
            for (var i = firstFigure; i < Coverage.FigureCount; i++)
            {
                if (left.Figures[i] != right.Figures[i])
                {
                    yield return $"minute {minute} figure {i}: {left.Figures[i]}, other {right.Figures[i]}";
                }
            }
        }
    }
}
