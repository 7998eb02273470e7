using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live;

/// <summary>A capturing socket of Linux (packet(7)): silent until it is bound, so that no frame comes past its filter.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private readonly string _interface;
    private int _descriptor;

    /// <exception cref="IOException">Not allowed, or no such interface; in one line that says what to do.</exception>
    public PacketSocket(string @interface)
    {
        _interface = @interface;
        Index = (int)LinuxCalls.IndexOf(@interface);
        if (Index == 0)
        {
            throw new IOException($"{@interface}: no such interface");
        }
        _descriptor = LinuxCalls.OpenSocket(LinuxCalls.PacketFamily, LinuxCalls.RawSocket | LinuxCalls.CloseOnExec, 0);
        if (_descriptor < 0)
        {
            throw new IOException($"{@interface}: no capture socket ({Marshal.GetLastPInvokeErrorMessage()}): give the program CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW)");
        }
    }

    public int Descriptor => _descriptor;

    /// <summary>Of the interface when the socket was made; another interface of the same name has another.</summary>
    public int Index { get; }

    public void Set<T>(int option, T value, string what)
        where T : unmanaged
    {
        if (!TrySet(option, value))
        {
            throw Refused(what);
        }
    }

    public bool TrySet<T>(int option, T value)
        where T : unmanaged => LinuxCalls.SetOption(_descriptor, LinuxCalls.PacketLevel, option, &value, (uint)sizeof(T)) == 0;

    public void Bind()
    {
        var address = new LinuxCalls.LinkAddress
        {
            Family = LinuxCalls.PacketFamily,
            Protocol = BitConverter.IsLittleEndian ? (ushort)(LinuxCalls.AllProtocols << 8) : LinuxCalls.AllProtocols,
            Interface = Index,
        };
        if (LinuxCalls.Bind(_descriptor, &address, (uint)sizeof(LinuxCalls.LinkAddress)) != 0 && Marshal.GetLastPInvokeError() != LinuxCalls.NetworkDown)
        {
            throw Refused("bind");
        }
    }

    /// <summary>The type of the interface's frames (ARPHRD_, linux/if_arp.h); below 0 when the interface is no more.</summary>
    public int HardwareType
    {
        get
        {
            LinuxCalls.LinkAddress address;
            var length = (uint)sizeof(LinuxCalls.LinkAddress);
            return LinuxCalls.GetName(_descriptor, &address, &length) == 0 && address.Interface > 0 ? address.HardwareType : -1;
        }
    }

    /// <summary>Takes the error that waits at the socket; as long as it waits, a poll returns at once.</summary>
    public int TakeError()
    {
        int error;
        uint length = sizeof(int);
        return LinuxCalls.GetOption(_descriptor, LinuxCalls.SocketLevel, LinuxCalls.PendingError, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    /// <summary>Since the last call.</summary>
    public LinuxCalls.RingStatistics TakeStatistics()
    {
        LinuxCalls.RingStatistics statistics = default;
        var length = (uint)sizeof(LinuxCalls.RingStatistics);
        _ = LinuxCalls.GetOption(_descriptor, LinuxCalls.PacketLevel, LinuxCalls.Statistics, &statistics, &length);
        return statistics;
    }

    public IOException Refused(string what) => new($"{_interface}: {what}: {Marshal.GetLastPInvokeErrorMessage()}");

    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = LinuxCalls.Close(_descriptor);
            _descriptor = -1;
        }
    }
}
