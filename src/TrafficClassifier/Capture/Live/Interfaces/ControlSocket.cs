using System.Runtime.InteropServices;
using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>A socket to ask about interfaces; needs no rights.</summary>
internal sealed class ControlSocket : IDisposable
{
    private ControlSocket(int descriptor) => Descriptor = descriptor;

    public int Descriptor { get; }

    public static ControlSocket Open()
    {
        var descriptor = PacketCalls.OpenSocket(PacketCalls.InternetFamily, PacketCalls.DatagramSocket | PacketCalls.CloseOnExec, 0);
        return descriptor >= 0
            ? new ControlSocket(descriptor)
            : throw new IOException($"no socket to ask about interfaces: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    public void Dispose() => _ = PacketCalls.Close(Descriptor);
}
