using System.Runtime.InteropServices;

namespace TrafficClassifier.Capture.Live.Ring;

/// <summary>linux/if_packet.h, <c>struct sockaddr_ll</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketAddress
{
    public ushort Family;
    public ushort Protocol;
    public int Interface;
    public ushort HardwareType;
    public byte PacketType;
    public byte AddressLength;
    public ulong Address;
}

/// <summary><c>struct packet_mreq</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Membership
{
    public int Interface;
    public ushort Type;
    public ushort AddressLength;
    public ulong Address;
}

/// <summary><c>struct tpacket_req3</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RingRequest
{
    public uint BlockSize;
    public uint Blocks;
    public uint FrameSize;
    public uint Frames;
    public uint RetireMilliseconds;
    public uint PrivateSize;
    public uint Features;
}

/// <summary><c>struct tpacket_stats_v3</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RingStatistics
{
    /// <summary>The drops are in it.</summary>
    public uint Packets;
    public uint Drops;
    public uint Freezes;
}

/// <summary>The part of <c>struct tpacket_block_desc</c> that is read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockHeader
{
    /// <summary>TP_STATUS_KERNEL: the kernel's, to be filled. TP_STATUS_USER: ours, to be read.</summary>
    public const uint Kernel = 0, User = 1;

    public uint Version;
    public uint PrivateOffset;
    public uint Status;
    public uint Frames;
    public uint FirstFrame;
}

/// <summary><c>struct tpacket3_hdr</c>, 48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FrameHeader
{
    /// <summary>TP_STATUS_VLAN_VALID, TP_STATUS_VLAN_TPID_VALID, TP_STATUS_TS_RAW_HARDWARE.</summary>
    public const uint HasTag = 1 << 4, HasTagType = 1 << 6, HardwareTime = 1u << 31;

    public uint Next;
    public uint Seconds;
    public uint Nanoseconds;
    public uint Captured;
    public uint Length;
    public uint Status;
    public ushort LinkOffset;
    public ushort NetworkOffset;
    public uint Hash;
    public uint Tag;
    public ushort TagType;
    public ushort Padding;
    public ulong Unused;
}
