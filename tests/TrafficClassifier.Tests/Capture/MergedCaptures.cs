using TrafficClassifier.Capture;

namespace TrafficClassifier.Tests.Capture;

/// <summary>What a merger gives.</summary>
internal static class MergedCaptures
{
    public static List<string> Bytes(CaptureMerger merger)
    {
        var frames = new List<string>();
        while (merger.MoveNext())
        {
            frames.Add(Convert.ToHexStringLower(merger.Current.Bytes));
        }
        Assert.False(merger.MoveNext());
        return frames;
    }

    public static List<string> Bytes(params string[] arguments)
    {
        using var merger = new CaptureMerger(CaptureInputs.Expand(arguments));
        return Bytes(merger);
    }
}
