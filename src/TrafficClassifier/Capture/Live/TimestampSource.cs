namespace TrafficClassifier.Capture.Live;

/// <summary>Who stamped the frames.</summary>
public enum TimestampSource
{
    /// <summary>The kernel's clock, when the frame left the driver.</summary>
    Kernel,

    /// <summary>The card's clock; it is UTC only if something (phc2sys, ptp4l) keeps it so.</summary>
    Hardware,
}
