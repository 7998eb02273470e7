namespace TrafficClassifier.Capture.Live;

/// <summary>
/// Takes frames from an interface. One engine belongs to one thread, but for <see cref="ReadCounters"/>. Frames have Ethernet's link type unless the
/// interface has another, all VLAN tags in line as on the wire, times in nanoseconds of UTC, and numbers from 1.
/// </summary>
public interface ICaptureEngine : IDisposable
{
    /// <summary>Hands over what has come, a block at most, and waits for it if nothing has.</summary>
    /// <param name="handler">Its exceptions pass through; the next call goes on with the frame after the one that it threw for.</param>
    /// <param name="milliseconds">The longest wait.</param>
    /// <exception cref="EngineException">The engine cannot go on and must be opened anew.</exception>
    ReceiveStatus Receive(IFrameHandler handler, int milliseconds);

    /// <summary>May be called by any thread at any time.</summary>
    EngineCounters ReadCounters();
}
