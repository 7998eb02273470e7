namespace TrafficClassifier.Server;

/// <summary>What the process tells its caller.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>Something of the input could not be used, or the run failed.</summary>
    public const int Failed = 1;

    public const int Usage = 2;
}
