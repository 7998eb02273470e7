namespace TrafficClassifier.Identity;

/// <summary>Whom a sighting is counted for: a small number that sets of people are made of.</summary>
public readonly record struct SubjectId(int Value)
{
    /// <summary>The table was full: counted as a sighting, in nobody's name.</summary>
    public static readonly SubjectId None = new(-1);
}
