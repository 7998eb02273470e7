namespace TrafficClassifier.Server.Configuration;

/// <summary>A flag of the command line and what stood behind it.</summary>
internal sealed record GivenFlag(string Flag, IReadOnlyList<string> Texts);
