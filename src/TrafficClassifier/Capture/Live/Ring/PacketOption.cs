namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>Options of packet sockets (linux/if_packet.h), and the two of all sockets (asm-generic/socket.h) that are used here.</summary>
internal static class PacketOption
{
    /// <summary>SOL_SOCKET, SOL_PACKET.</summary>
    public const int SocketLevel = 1, PacketLevel = 263;

    public const int SocketError = 4, AttachFilter = 26, DetachFilter = 27;

    public const int AddMembership = 1, ReceiveRing = 5, Statistics = 6, Version = 10, Reserve = 12, Timestamp = 17, Fanout = 18, FanoutData = 22, IgnoreOutgoing = 23;

    /// <summary>TPACKET_V3.</summary>
    public const int Version3 = 2;

    /// <summary>PACKET_MR_PROMISC.</summary>
    public const ushort Promiscuous = 1;

    /// <summary>PACKET_FANOUT_HASH, PACKET_FANOUT_CBPF.</summary>
    public const int FanoutByHash = 0, FanoutByProgram = 6;

    /// <summary>SOF_TIMESTAMPING_RAW_HARDWARE (linux/net_tstamp.h).</summary>
    public const int RawHardware = 1 << 6;

    /// <summary>ETH_P_ALL in network order.</summary>
    public const ushort AllProtocols = 0x0300;
}
