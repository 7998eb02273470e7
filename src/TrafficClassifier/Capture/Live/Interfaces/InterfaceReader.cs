using TrafficClassifier.Capture.Live.Ring;

namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>Asks the kernel what an interface is like.</summary>
public static unsafe class InterfaceReader
{
    /// <summary>linux/sockios.h, SIOCETHTOOL.</summary>
    private const nuint Ethtool = 0x8946;

    /// <summary>linux/ethtool.h: ETHTOOL_GGRO, ETHTOOL_GFLAGS and its ETH_FLAG_LRO, ETHTOOL_GET_TS_INFO.</summary>
    private const uint GetGro = 0x2b, GetFlags = 0x25, LroFlag = 1 << 15, GetTimestamping = 0x41;

    /// <summary>linux/net_tstamp.h: SOF_TIMESTAMPING_RX_HARDWARE | RAW_HARDWARE; a set with HWTSTAMP_FILTER_ALL.</summary>
    private const uint ReceiveHardware = (1 << 2) | (1 << 6), AllFrames = 1 << 1;

    public static InterfaceSnapshot Read(string name)
    {
        var link = InterfaceLink.Find(name);
        var (mayCapture, mayBePromiscuous) = TryCapture(link);
        if (link is null)
        {
            return new InterfaceSnapshot(name, null, mayCapture, mayBePromiscuous, null, null, false);
        }
        using var socket = ControlSocket.Open();
        var flags = Ask(socket, name, GetFlags);
        return new InterfaceSnapshot(name, link, mayCapture, mayBePromiscuous,
            Ask(socket, name, GetGro) is { } gro ? gro != 0 : null,
            flags is { } bits ? (bits & LroFlag) != 0 : null,
            StampsAllFrames(socket, name));
    }

    /// <summary>A socket that is bound to nothing; with it goes the membership.</summary>
    private static (bool MayCapture, bool MayBePromiscuous) TryCapture(InterfaceLink? link)
    {
        var socket = PacketCalls.OpenSocket(PacketCalls.PacketFamily, PacketCalls.RawSocket | PacketCalls.CloseOnExec, 0);
        if (socket < 0)
        {
            return (false, true);
        }
        var membership = new Membership { Interface = link?.Index ?? 0, Type = PacketOption.Promiscuous };
        var isPromiscuous = link is null
            || PacketCalls.SetOption(socket, PacketOption.PacketLevel, PacketOption.AddMembership, &membership, (uint)sizeof(Membership)) == 0;
        _ = PacketCalls.Close(socket);
        return (true, isPromiscuous);
    }

    /// <summary><c>struct ethtool_value</c>: a command and its value.</summary>
    private static uint? Ask(ControlSocket socket, string name, uint command)
    {
        var value = stackalloc uint[2] { command, 0 };
        return TryAsk(socket, name, value) ? value[1] : null;
    }

    /// <summary><c>struct ethtool_ts_info</c>: command, what can be stamped, the clock, transmit types [4], receive filters [4].</summary>
    private static bool StampsAllFrames(ControlSocket socket, string name)
    {
        var information = stackalloc uint[11] { GetTimestamping, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        return TryAsk(socket, name, information) && (information[1] & ReceiveHardware) == ReceiveHardware && (information[7] & AllFrames) != 0;
    }

    private static bool TryAsk(ControlSocket socket, string name, uint* question)
    {
        if (!InterfaceLink.TryName(name, out var request))
        {
            return false;
        }
        request.Pointer = (nint)question;
        return PacketCalls.Control(socket.Descriptor, Ethtool, &request) == 0;
    }
}
