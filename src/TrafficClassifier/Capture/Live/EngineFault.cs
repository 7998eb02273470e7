namespace TrafficClassifier.Capture.Live;

/// <summary>Why an interface cannot be captured (any more).</summary>
public enum EngineFault
{
    /// <summary>There is no interface of that name (yet).</summary>
    NoInterface,

    /// <summary>The process may not capture.</summary>
    NoRights,

    /// <summary>The kernel or the library said no; the message tells what to.</summary>
    Refused,
}
