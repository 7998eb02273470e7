namespace TrafficClassifier.Capture;

/// <summary>A frame as captured: bytes in place, valid until its source moves on.</summary>
public readonly ref struct CapturedFrame
{
    public CapturedFrame(ReadOnlySpan<byte> bytes, Instant time, LinkType linkType, long number)
    {
        Bytes = bytes;
        Time = time;
        LinkType = linkType;
        Number = number;
    }

    /// <summary>From the link-layer header on, without frame check sequence.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public Instant Time { get; }

    public LinkType LinkType { get; }

    /// <summary>Position in its capture, from 1.</summary>
    public long Number { get; }
}
