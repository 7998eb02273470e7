using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TrafficClassifier.Capture;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Workers;

/// <summary>
/// Whose frame it is: that of the worker for its two addresses, in whichever direction; the innermost ones, since copies of a packet in and
/// out of a tunnel are duplicates. Ports are no part of it, for fragments have none. What has no addresses goes to the first worker.
/// </summary>
internal sealed class FrameShare
{
    private const int EthernetLength = 14, Ipv4Length = 20, Ipv6Length = 40;
    private const ushort MoreFragmentsOrOffset = 0x3fff;

    private readonly AddressFinder _finder = new();
    private readonly uint _workers;

    public FrameShare(int workers) => _workers = (uint)workers;

    public byte Of(LinkType linkType, ReadOnlySpan<byte> bytes) => (byte)(((Pair(linkType, bytes) >> 32) * _workers) >> 32);

    /// <summary>The same for both directions, and for an IPv4 address and the IPv6 one that it is mapped to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ReadOnlySpan<byte> addresses)
    {
        if (addresses.Length == 8)
        {
            var pair = MemoryMarshal.Read<ulong>(addresses);
            return Mix((uint)pair ^ (pair >> 32));
        }
        var high = MemoryMarshal.Read<ulong>(addresses) ^ MemoryMarshal.Read<ulong>(addresses[16..]);
        var low = MemoryMarshal.Read<ulong>(addresses[8..]) ^ MemoryMarshal.Read<ulong>(addresses[24..]);
        return Mix((low >> 32) ^ (uint)low ^ (high * 0x9e37_79b9_7f4a_7c15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value *= 0xd6e8_feb8_6659_fd93;
        value ^= value >> 32;
        return value * 0xd6e8_feb8_6659_fd93;
    }

    /// <summary>Ethernet, IP, TCP, and UDP that is no tunnel, at a look.</summary>
    private ulong Pair(LinkType linkType, ReadOnlySpan<byte> bytes)
    {
        if (linkType == LinkType.Ethernet && bytes.Length >= EthernetLength + Ipv6Length)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]);
            var packet = bytes[EthernetLength..];
            if (type == 0x0800 && packet[0] == 0x45 && IsPlain(packet[9], packet[Ipv4Length..])
                && (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & MoreFragmentsOrOffset) == 0)
            {
                return Hash(packet.Slice(12, 8));
            }
            if (type == 0x86dd && packet[0] >> 4 == 6 && IsPlain(packet[6], packet[Ipv6Length..]))
            {
                return Hash(packet.Slice(8, 32));
            }
        }
        return _finder.Find(linkType, bytes);
    }

    private static bool IsPlain(byte protocol, ReadOnlySpan<byte> transport) =>
        protocol == IpProtocol.Tcp || (protocol == IpProtocol.Udp && !Sightings.Layers.UdpTunnels.MayCarry(transport));
}
