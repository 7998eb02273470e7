using System.Buffers.Binary;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings;

/// <summary>Where and when a message was on the wire: what the layers below it said.</summary>
public ref struct FrameContext
{
    public FrameContext(Instant time, long number)
    {
        Time = time;
        Number = number;
    }

    public Instant Time { get; }

    /// <summary>The frame that completed the message, from 1.</summary>
    public long Number { get; }

    /// <summary>Tag control information and inner type of each VLAN tag, 4 bytes each, outermost first.</summary>
    public ReadOnlySpan<byte> VlanTags { get; internal set; }

    /// <summary>Source and destination as they stand in the IP header: 2 x 4 or 2 x 16 bytes. Read only when somebody asks.</summary>
    internal ReadOnlySpan<byte> Addresses { get; set; }

    /// <summary>Hardware address of the innermost Ethernet frame's sender; empty where the link layer has none.</summary>
    public ReadOnlySpan<byte> LinkSource { get; internal set; }

    /// <summary>Of an IPv6 packet: 255 was sent on this link (RFC 4861 7.1).</summary>
    internal byte HopLimit { get; set; }

    /// <summary>Encapsulations passed so far; bounded by the walker.</summary>
    internal int Depth { get; set; }

    /// <summary>Of an IPv4 packet; tells a repeated packet from a repeated question.</summary>
    internal ushort Identification { get; set; }

    /// <summary>The packet was IPv6, also where its addresses are mapped IPv4 ones.</summary>
    public readonly bool IsIpv6 => Addresses.Length == 32;

    public readonly IpAddress Source => IpAddress.FromBytes(Addresses[..(Addresses.Length / 2)]);

    public readonly IpAddress Destination => IpAddress.FromBytes(Addresses[(Addresses.Length / 2)..]);

    public ushort SourcePort { get; internal set; }

    public ushort DestinationPort { get; internal set; }

    public bool IsTcp { get; internal set; }

    /// <summary>The VLAN ids, outermost first.</summary>
    /// <returns>How many were written; more than the destination holds are left out.</returns>
    public readonly int CopyVlanIds(Span<ushort> destination)
    {
        var count = Math.Min(VlanTags.Length / 4, destination.Length);
        for (var i = 0; i < count; i++)
        {
            destination[i] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(VlanTags[(4 * i)..]) & 0x0fff);
        }
        return count;
    }
}
