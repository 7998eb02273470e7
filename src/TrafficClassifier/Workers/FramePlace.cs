namespace TrafficClassifier.Workers;

/// <summary>
/// The places that belong to a frame of a capture, in the order in which one thread alone would do it: what was waited for too long is told,
/// time moves, the frame is dissected.
/// </summary>
/// <param name="Number">Of the frame among those of all captures, from 0.</param>
internal readonly record struct FramePlace(long Number)
{
    /// <summary>Behind all that belongs to the frame before.</summary>
    public long BeforeFrame => (4 * Number) - 1;

    public long Expiry => 4 * Number;

    public long Move => (4 * Number) + 1;

    public long Frame => (4 * Number) + 2;
}
