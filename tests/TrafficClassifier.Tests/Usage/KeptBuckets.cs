using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>Keeps what a counter closed, in order: a bucket itself is valid only during the call.</summary>
internal sealed class KeptBuckets : IBucketSink
{
    public List<(long Minute, long Frames, Dictionary<int, (long Sightings, List<int> Subjects)> Cells)> Closed { get; } = [];

    public void Accept(UsageBucket bucket) => Closed.Add((bucket.Minute, bucket.Coverage.Frames,
        bucket.Cells.ToDictionary(pair => pair.Key, pair => (pair.Value.Sightings, SubjectSetTests.Members(pair.Value.Subjects)))));

    /// <summary>Adds the parts of each minute up.</summary>
    public static Dictionary<(long Minute, int Key), (long Sightings, HashSet<int> Subjects)> Merge(params KeptBuckets[] parts)
    {
        Dictionary<(long, int), (long Sightings, HashSet<int> Subjects)> merged = [];
        foreach (var (minute, _, cells) in parts.SelectMany(part => part.Closed))
        {
            foreach (var (key, cell) in cells)
            {
                var known = merged.GetValueOrDefault((minute, key), (0, []));
                known.Subjects.UnionWith(cell.Subjects);
                merged[(minute, key)] = (known.Sightings + cell.Sightings, known.Subjects);
            }
        }
        return merged;
    }
}
