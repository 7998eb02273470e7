using System.Runtime.InteropServices;

namespace TrafficClassifier.Workers;

/// <summary>
/// The fixed part of a record in a log; addresses, hardware address, VLAN tags and the message's bytes follow, filled up to whole eights.
/// Logs stay in the process: the machine's byte order.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct ObservationRecord
{
    /// <summary>What records of several workers are brought into one order by.</summary>
    public long Order;

    /// <summary>Of the message; of what is no message, the minute's.</summary>
    public long Time;
    public long Number;

    /// <summary>Bytes of the message.</summary>
    public int MessageLength;

    /// <summary>Of QUIC, in a hello.</summary>
    public uint QuicVersion;
    public ushort SourcePort;
    public ushort DestinationPort;
    public ushort Identification;
    public ObservationStep Step;
    public ObservationKind Kind;

    /// <summary>Which kind of DNS, which transport, why unread.</summary>
    public byte Detail;
    public byte AddressesLength;
    public byte LinkSourceLength;
    public byte VlanTagsLength;
    public byte HopLimit;
    public byte Depth;
    public bool IsTcp;
    public bool IsMidStream;

    /// <summary>Bytes behind the fixed part, without what fills up.</summary>
    public readonly int TailLength => AddressesLength + LinkSourceLength + VlanTagsLength + MessageLength;
}
