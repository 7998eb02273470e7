using System.Buffers.Binary;
using System.Globalization;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Neighbours;

/// <summary>
/// ARP for IPv4 over Ethernet (RFC 826).
/// <code>
///  0       2       4    5    6       8            14           18           24          28
/// +-------+-------+----+----+-------+------------+------------+------------+-----------+
/// | htype | ptype |hlen|plen| oper  | sender MAC | sender IP  | target MAC | target IP |
/// +-------+-------+----+----+-------+------------+------------+------------+-----------+
/// </code>
/// </summary>
public readonly ref struct ArpPacket : IWireView<ArpPacket>
{
    public const int Length = 28;
    private const uint EthernetIpv4 = 0x0001_0800;
    private const ushort Lengths = 0x0604;
    private readonly ReadOnlySpan<byte> _bytes;

    private ArpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The whole message, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>1 is a request, 2 a reply.</summary>
    public ushort Operation => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    public ReadOnlySpan<byte> SenderHardware => _bytes.Slice(8, 6);

    public IpAddress Sender => IpAddress.FromBytes(_bytes.Slice(14, 4));

    public ReadOnlySpan<byte> TargetHardware => _bytes.Slice(18, 6);

    public IpAddress Target => IpAddress.FromBytes(_bytes.Slice(24, 4));

    /// <summary>"Is anybody using this?" (RFC 5227 2.1.1): the sender does not use the target address yet, and says nothing of its own.</summary>
    public bool IsProbe => Sender.IsUnspecified;

    /// <summary>"I use this now" (RFC 5227 2.3), as a request or a gratuitous reply.</summary>
    public bool IsAnnouncement => !Sender.IsUnspecified && Sender == Target;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out ArpPacket view)
    {
        view = default;
        if (bytes.Length < 6)
        {
            return DecodeStatus.Truncated;
        }
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != EthernetIpv4 || BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) != Lengths)
        {
            return DecodeStatus.Unsupported; // other hardware, or InARP and the like
        }
        if (bytes.Length < Length)
        {
            return DecodeStatus.Truncated;
        }
        view = new ArpPacket(bytes[..Length]);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ARP {Operation} {Convert.ToHexStringLower(SenderHardware)} {Sender} > {Convert.ToHexStringLower(TargetHardware)} {Target} probe={IsProbe} announcement={IsAnnouncement}");
}
