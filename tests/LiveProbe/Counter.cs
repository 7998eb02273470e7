using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.LiveProbe;

/// <summary>Counts what an engine hands over, and throws where it is told to.</summary>
internal sealed class Counter : IFrameHandler
{
    private readonly int _throwEach;
    private long _frames;

    public Counter(int throwEach = int.MaxValue) => _throwEach = throwEach;

    public long Frames => Volatile.Read(ref _frames);

    public void Handle(scoped in CapturedFrame frame)
    {
        if (++_frames % _throwEach == 0)
        {
            throw new InvalidOperationException($"frame {_frames}");
        }
    }
}
