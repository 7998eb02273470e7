using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live;

/// <summary>The system calls that a ring needs. Numbers are those of linux/if_packet.h, asm-generic/socket.h and mman.h: the same on x64 and arm64.</summary>
internal static unsafe partial class LinuxCalls
{
    public const int PacketFamily = 17, RawSocket = 3, CloseOnExec = 0x80000;

    /// <summary>SOL_SOCKET, SO_ERROR; SOL_PACKET and its options.</summary>
    public const int SocketLevel = 1, PendingError = 4;
    public const int PacketLevel = 263, AddMembership = 1, ReceiveRing = 5, Statistics = 6, Version = 10, Reserve = 12, Timestamp = 17,
        Fanout = 18, FanoutData = 22, IgnoreOutgoing = 23;

    public const int Version3 = 2, Promiscuous = 1;
    public const int FanoutHash = 0, FanoutClassic = 6;

    /// <summary>linux/net_tstamp.h: SOF_TIMESTAMPING_RAW_HARDWARE.</summary>
    public const int RawHardwareTimestamps = 1 << 6;

    public const ushort AllProtocols = 0x0003;

    public const int ReadWrite = 3, SharedMapping = 1, Populate = 0x8000;
    public static readonly nint MappingFailed = -1;

    public const short PollIn = 1, PollError = 8, PollHangUp = 16;

    public const int Interrupted = 4, NetworkDown = 100;

    /// <summary>struct tpacket_req3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RingRequest
    {
        public uint BlockSize, BlockCount, FrameSize, FrameCount, BlockMilliseconds, PrivateSize, Features;
    }

    /// <summary>struct sockaddr_ll.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int Interface;
        public ushort HardwareType;
        public byte PacketType, AddressLength;
        public ulong Address;
    }

    /// <summary>struct packet_mreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Membership
    {
        public int Interface;
        public ushort Type, AddressLength;
        public ulong Address;
    }

    /// <summary>struct tpacket_stats_v3. Reading resets them; the packets include the drops.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct RingStatistics
    {
        public uint Packets, Drops, Freezes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events, Returned;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, LinkAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int socket, LinkAddress* address, uint* length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial uint IndexOf(string name);
}
