namespace TrafficClassifier.Workers;

/// <summary>Where a frame of a batch lies, and whose it is.</summary>
internal struct FrameSlot
{
    public long Time;
    public long Number;
    public int Offset;
    public int Length;
    public ushort LinkType;

    /// <summary>Which of the batch's buffers.</summary>
    public ushort Buffer;
    public byte Worker;
}
