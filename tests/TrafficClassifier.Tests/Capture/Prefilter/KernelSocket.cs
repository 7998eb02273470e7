using System.Net.Sockets;
using TrafficClassifier.Capture.Live;

namespace TrafficClassifier.Tests.Capture.Prefilter;

/// <summary>Shows frames to a filter in the kernel, as datagrams to a local socket: no rights and no network needed.</summary>
internal sealed class KernelSocket : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _receiver = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Socket _sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[1 << 16];

    public KernelSocket(ISocketFilter filter)
    {
        var path = new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "s"));
        _receiver.Bind(path);
        _receiver.Blocking = false;
        filter.Attach((int)_receiver.Handle);
        _sender.Connect(path);
    }

    /// <summary>Asserts that what passes is whole.</summary>
    public bool Passes(ReadOnlySpan<byte> frame)
    {
        _sender.Send(frame);
        if (_receiver.Available == 0)
        {
            return false;
        }
        Assert.Equal(frame.Length, _receiver.Receive(_buffer));
        return true;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _folder.Dispose();
    }
}
