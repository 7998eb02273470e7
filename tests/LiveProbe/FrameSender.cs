using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live.Interfaces;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.LiveProbe;

/// <summary>Puts frames on an interface as they are.</summary>
internal sealed unsafe partial class FrameSender : IDisposable
{
    private readonly int _socket;

    public FrameSender(string name)
    {
        _socket = PacketCalls.OpenSocket(PacketCalls.PacketFamily, PacketCalls.RawSocket | PacketCalls.CloseOnExec, 0);
        var address = new SocketAddress { Family = PacketCalls.PacketFamily, Interface = InterfaceLink.Find(name)!.Value.Index };
        if (_socket < 0 || PacketCalls.Bind(_socket, &address, (uint)sizeof(SocketAddress)) != 0)
        {
            throw new CheckFailedException($"no socket to send on {name}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public void Send(ReadOnlySpan<byte> frame)
    {
        if (!TrySend(frame))
        {
            throw new CheckFailedException($"{frame.Length} bytes were not sent: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public bool TrySend(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            return SendBytes(_socket, bytes, (nuint)frame.Length, 0) == frame.Length;
        }
    }

    public void Dispose() => _ = PacketCalls.Close(_socket);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint SendBytes(int socket, byte* bytes, nuint length, int flags);
}
