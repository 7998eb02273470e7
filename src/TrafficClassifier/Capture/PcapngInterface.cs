namespace TrafficClassifier.Capture;

/// <summary>An interface of a pcapng section: how to read its frames' times, and what it lost.</summary>
internal sealed class PcapngInterface
{
    private readonly byte _resolution;
    private readonly long _offsetNanoseconds;

    public PcapngInterface(LinkType linkType, uint snapLength, byte resolution, long offsetSeconds, int frameCheckLength)
    {
        LinkType = linkType;
        SnapLength = snapLength;
        _resolution = resolution;
        _offsetNanoseconds = Instant.FromUnixSeconds(offsetSeconds).Nanoseconds;
        FrameCheckLength = frameCheckLength;
    }

    public LinkType LinkType { get; }

    /// <summary>0: no limit.</summary>
    public uint SnapLength { get; }

    public int FrameCheckLength { get; }

    /// <summary>As its latest statistics block says; blocks repeat running totals.</summary>
    public long Dropped { get; set; }

    /// <summary>if_tsresol: units of 10^-n seconds, or with the upper bit set 2^-n.</summary>
    public Instant ToInstant(ulong units)
    {
        var nanoseconds = _resolution switch
        {
            6 => (Int128)units * 1000,
            9 => units,
            < 0x80 => (Int128)units * Instant.NanosecondsPerSecond / PowerOfTen(_resolution),
            _ => ((Int128)units * Instant.NanosecondsPerSecond) >> (_resolution & 0x7f),
        };
        nanoseconds += _offsetNanoseconds;
        return new Instant(nanoseconds > long.MaxValue ? long.MaxValue : (long)nanoseconds);
    }

    /// <summary>Beyond 10^30 every 64-bit count of units is less than a nanosecond.</summary>
    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < Math.Min(exponent, 30); i++)
        {
            power *= 10;
        }
        return power;
    }
}
