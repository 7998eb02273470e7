namespace TrafficClassifier.Capture.Live;

/// <summary>Takes the frames of an interface, on the thread that receives them.</summary>
public interface IFrameHandler
{
    /// <param name="frame">Valid during the call only: its bytes lie in the ring.</param>
    void Handle(scoped in CapturedFrame frame);
}
