namespace TrafficClassifier.Server.Running;

/// <param name="DirectoryWritten">When the staff directory was last changed; null without one.</param>
/// <param name="Refusal">Why files that changed are not used; null: what they hold is in use.</param>
internal readonly record struct InputState(DateTimeOffset? DirectoryWritten, string? Refusal);
