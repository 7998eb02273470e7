namespace TrafficClassifier.Capture.Live;

/// <summary>A filter that the kernel runs for a capturing socket. Attached before the socket is bound, so that nothing unfiltered comes in.</summary>
public interface ISocketFilter : IDisposable
{
    /// <param name="socket">Its file descriptor; several sockets may have the same filter.</param>
    /// <exception cref="IOException">The kernel refused; the message says why in one line.</exception>
    void Attach(int socket);
}
