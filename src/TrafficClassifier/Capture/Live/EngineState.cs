namespace TrafficClassifier.Capture.Live;

/// <summary>What status and metrics tell about the capture of an interface.</summary>
/// <param name="Since">By the wall clock: for display only.</param>
/// <param name="Reason">One line: why it failed, waits or is not as asked for; null when all is well.</param>
/// <param name="Restarts">Times it was opened again.</param>
/// <param name="Faults">Exceptions of the handler, each of which cost one frame, and of the quiet callback.</param>
/// <param name="LastFault">The last of them in one line.</param>
public sealed record EngineState(EngineCondition Condition, DateTimeOffset Since, string? Reason, long Restarts, long Faults, string? LastFault);
