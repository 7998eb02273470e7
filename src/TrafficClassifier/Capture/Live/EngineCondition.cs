namespace TrafficClassifier.Capture.Live;

/// <summary>How the capture of an interface is doing.</summary>
public enum EngineCondition
{
    /// <summary>There is no such interface yet.</summary>
    Waiting,

    /// <summary>Frames come.</summary>
    Capturing,

    /// <summary>The interface is up, and nothing comes.</summary>
    Silent,

    /// <summary>The interface is off, or its cable is.</summary>
    Down,

    /// <summary>The interface was captured and is no more.</summary>
    Gone,

    /// <summary>The interface cannot be captured; tried again and again.</summary>
    Failed,

    /// <summary>Asked to stop.</summary>
    Stopped,
}
