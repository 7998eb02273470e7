using TrafficClassifier.Wire;

namespace TrafficClassifier.Sightings;

/// <summary>What becomes of a frame whose bytes could not be decoded.</summary>
internal static class FrameOutcomes
{
    public static FrameOutcome Of(DecodeStatus status) => status switch
    {
        DecodeStatus.Truncated => FrameOutcome.Truncated,
        DecodeStatus.Malformed => FrameOutcome.Malformed,
        _ => FrameOutcome.Unsupported,
    };
}
