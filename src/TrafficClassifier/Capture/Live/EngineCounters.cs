namespace TrafficClassifier.Capture.Live;

/// <summary>What an engine and the kernel below it counted since the engine was opened. All only grow.</summary>
/// <param name="Received">Frames that reached the engine's filter and passed it, the lost ones included.</param>
/// <param name="Dropped">Of these, lost because the ring was full.</param>
/// <param name="Freezes">Times the ring was full; 0 where the engine cannot tell.</param>
public readonly record struct EngineCounters(long Received, long Dropped, long Freezes);
