namespace TrafficClassifier.Capture.Live;

/// <summary>What a stretch of live capture did not see, for the coverage of its minute.</summary>
/// <param name="InRing">Frames for which the ring had no place.</param>
/// <param name="BeforeRing">Frames that the card or the kernel dropped.</param>
/// <param name="KeptAway">Frames that the kernel's filter kept away: not lost.</param>
/// <param name="Freezes">Times the ring was full.</param>
/// <param name="SecondsNotCaptured">Of each interface.</param>
/// <param name="ClockSteps">Times the clock was set.</param>
public readonly record struct CaptureLoss(long InRing, long BeforeRing, long KeptAway, long Freezes, long SecondsNotCaptured, long ClockSteps)
{
    public static CaptureLoss operator +(in CaptureLoss one, in CaptureLoss other) => new(
        one.InRing + other.InRing, one.BeforeRing + other.BeforeRing, one.KeptAway + other.KeptAway, one.Freezes + other.Freezes,
        one.SecondsNotCaptured + other.SecondsNotCaptured, one.ClockSteps + other.ClockSteps);
}
