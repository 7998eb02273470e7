namespace TrafficClassifier;

/// <summary>A moment in UTC: nanoseconds since 1970-01-01T00:00:00Z. All time-outs use the frames' instants, never the wall clock.</summary>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    public const long NanosecondsPerMinute = 60 * NanosecondsPerSecond;

    public static readonly Instant MinValue = new(long.MinValue);
    public static readonly Instant MaxValue = new(long.MaxValue);

    /// <summary>Seconds that lie outside what the type can hold (years 1678 to 2262) become the nearest end.</summary>
    public static Instant FromUnixSeconds(long seconds) => new(
        seconds > long.MaxValue / NanosecondsPerSecond ? long.MaxValue
        : seconds < long.MinValue / NanosecondsPerSecond ? long.MinValue
        : seconds * NanosecondsPerSecond);

    /// <summary>The minute this instant lies in, counted from 1970.</summary>
    public long Minute => Math.DivRem(Nanoseconds, NanosecondsPerMinute, out var rest) - (rest < 0 ? 1 : 0);

    public static Instant FromMinute(long minute) => new(minute * NanosecondsPerMinute);

    /// <summary>To the 100 nanoseconds that the framework's clock knows.</summary>
    public DateTime ToDateTime() => DateTime.UnixEpoch.AddTicks(Nanoseconds / 100);

    /// <summary>Stops at the ends of the range instead of wrapping around: lease times come off the wire.</summary>
    public Instant AddSeconds(long seconds)
    {
        var span = FromUnixSeconds(seconds).Nanoseconds;
        var sum = unchecked(Nanoseconds + span);
        var overflowed = ((Nanoseconds ^ sum) & (span ^ sum)) < 0;
        return new Instant(!overflowed ? sum : span > 0 ? long.MaxValue : long.MinValue);
    }

    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(Instant left, Instant right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Instant left, Instant right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Instant left, Instant right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Instant left, Instant right) => left.Nanoseconds >= right.Nanoseconds;
}
