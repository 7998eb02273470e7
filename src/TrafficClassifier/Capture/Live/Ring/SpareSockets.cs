namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>
/// Packet sockets that hear nothing yet, opened while that is permitted: an interface that goes and comes back is captured again by a process that
/// holds no right any more. Each is good for one engine: the kernel lets none leave its fanout group.
/// </summary>
public sealed class SpareSockets : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<int> _sockets = new();

    /// <returns>How many it has now: fewer than asked for where the kernel refuses.</returns>
    public int Open(int count)
    {
        lock (_lock)
        {
            while (_sockets.Count < count && PacketCalls.OpenSocket(PacketCalls.PacketFamily, PacketCalls.RawSocket | PacketCalls.CloseOnExec, 0) is var socket and >= 0)
            {
                _sockets.Push(socket);
            }
            return _sockets.Count;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            while (_sockets.TryPop(out var socket))
            {
                _ = PacketCalls.Close(socket);
            }
        }
    }

    internal bool TryTake(out int socket)
    {
        lock (_lock)
        {
            return _sockets.TryPop(out socket);
        }
    }
}
