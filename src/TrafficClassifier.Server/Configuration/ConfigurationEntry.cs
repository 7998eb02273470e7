namespace TrafficClassifier.Server.Configuration;

/// <summary>A key of a section, and what it has.</summary>
internal sealed record ConfigurationEntry(string Key, int Line, ConfigurationNode Value);
