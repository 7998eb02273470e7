namespace TrafficClassifier.Usage;

/// <summary>Sightings of one kind in one bucket, and the exact set of whom they were by.</summary>
public sealed class Cell
{
    public long Sightings { get; set; }

    public SubjectSet Subjects { get; } = new();
}
