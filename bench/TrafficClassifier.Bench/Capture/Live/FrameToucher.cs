using System.Runtime.InteropServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.Bench.Capture.Live;

/// <summary>Touches the first 64 bytes of each frame, as <c>bench/live/ring.c</c> does.</summary>
internal sealed class FrameToucher : IFrameHandler
{
    public long Frames { get; private set; }

    public ulong Sum { get; private set; }

    public void Handle(scoped in CapturedFrame frame)
    {
        var sum = Sum;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(frame.Bytes[..Math.Min(frame.Bytes.Length, 64)]))
        {
            sum += word;
        }
        Sum = sum;
        Frames++;
    }
}
