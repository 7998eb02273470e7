using TrafficClassifier.Capture;

namespace TrafficClassifier.Workers;

/// <summary>Where a frame of a batch lies, and whose it is.</summary>
internal struct FrameEntry
{
    public byte[] Block;
    public int Start;
    public int Length;
    public Instant Time;
    public long Number;
    public LinkType LinkType;
    public byte Worker;

    public readonly CapturedFrame Frame => new(new ReadOnlySpan<byte>(Block, Start, Length), Time, LinkType, Number);
}
