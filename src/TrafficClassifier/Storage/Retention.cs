namespace TrafficClassifier.Storage;

/// <summary>How many days things are kept; null for ever. Minutes live on in hours, hours in days.</summary>
public sealed record Retention
{
    public int? Minutes { get; init; }

    public int? Hours { get; init; }

    public int? Days { get; init; }

    /// <summary>Names of persons, devices and addresses that were not seen for so long.</summary>
    public int? Persons { get; init; }
}
