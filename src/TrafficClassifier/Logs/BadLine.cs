namespace TrafficClassifier.Logs;

/// <summary>A line that could not be read.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Reason">One line for a person.</param>
public readonly record struct BadLine(long Number, string Reason);
