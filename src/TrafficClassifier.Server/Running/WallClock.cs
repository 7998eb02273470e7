namespace TrafficClassifier.Server.Running;

/// <summary>The clock that the kernel stamps frames with.</summary>
internal static class WallClock
{
    private const int NanosecondsPerTick = 100;

    public static Instant Now => new((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * NanosecondsPerTick);
}
