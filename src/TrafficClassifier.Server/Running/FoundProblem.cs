namespace TrafficClassifier.Server.Running;

/// <param name="Since">When it was first seen.</param>
/// <param name="Text">What is wrong, in one line, with figures.</param>
internal readonly record struct FoundProblem(SensorProblem Problem, DateTimeOffset Since, string Text);
