namespace TrafficClassifier.Capture.Live;

/// <summary>How a wait for frames ended.</summary>
public enum ReceiveStatus
{
    /// <summary>Frames came and were handed over.</summary>
    Frames,

    /// <summary>Nothing came in the time given.</summary>
    Silent,

    /// <summary>The interface is down; the engine stays open and goes on when it is up again.</summary>
    Down,

    /// <summary>The interface is no more (deleted, or another one in its place): the engine must be opened anew.</summary>
    Gone,
}
