namespace TrafficClassifier.Capture;

/// <summary>An interface of a pcapng section: how to read its frames' times, and what it lost.</summary>
internal sealed class PcapngInterface
{
    /// <summary>More is not believed; sums over all interfaces of a section cannot overflow.</summary>
    public const long MostDropped = 1L << 48;

    private readonly byte _resolution;
    private readonly long _offsetNanoseconds;
    private long _droppedBetween;

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

    /// <summary>Frames lost: as the latest statistics block says (blocks repeat running totals), or the packets' own counts if they say more.</summary>
    public long Dropped => Math.Max(DroppedInTotal, _droppedBetween);

    /// <summary>As the latest statistics block says.</summary>
    public long DroppedInTotal { get; set; }

    /// <summary>Counts what a packet says was lost between it and the one before.</summary>
    public void CountDropped(ulong frames) => _droppedBetween += (long)Math.Min(frames, (ulong)(MostDropped - _droppedBetween));

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
