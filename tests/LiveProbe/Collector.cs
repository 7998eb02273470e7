using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe;

/// <summary>Keeps what an engine hands over.</summary>
internal sealed class Collector : IFrameHandler
{
    public List<SeenFrame> Frames { get; } = [];

    public LinkType? LinkType { get; private set; }

    public void Handle(scoped in CapturedFrame frame)
    {
        LinkType = frame.LinkType;
        Frames.Add(new SeenFrame(frame.Bytes.ToArray(), frame.Time, frame.Number, frame.OriginalLength));
    }
}
