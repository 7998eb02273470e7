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
        OriginalLength = bytes.Length;
    }

    /// <param name="originalLength">On the wire; more than the bytes where a filter or a snap length cut the frame.</param>
    public CapturedFrame(ReadOnlySpan<byte> bytes, Instant time, LinkType linkType, long number, int originalLength)
        : this(bytes, time, linkType, number)
    {
        OriginalLength = originalLength;
    }

    /// <summary>From the link-layer header on, without frame check sequence.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    public Instant Time { get; }

    public LinkType LinkType { get; }

    /// <summary>Position in its capture, from 1.</summary>
    public long Number { get; }

    /// <summary>Of the frame on the wire, where it is known (live); else as many bytes as there are.</summary>
    public int OriginalLength { get; }
}
