using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Network;

/// <summary>
/// An IPv4 packet (RFC 791 3.1).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version|  IHL  |Type of Service|          Total Length         |
/// |         Identification        |Flags|      Fragment Offset    |
/// |  Time to Live |    Protocol   |         Header Checksum       |
/// |                       Source Address                          |
/// |                    Destination Address                        |
/// |                    Options                    |    Padding    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </summary>
public readonly ref struct Ipv4Packet : IWireView<Ipv4Packet>
{
    private const int ShortestHeader = 20;
    private readonly ReadOnlySpan<byte> _bytes;

    private Ipv4Packet(ReadOnlySpan<byte> bytes, bool isCut)
    {
        _bytes = bytes;
        IsCut = isCut;
    }

    /// <summary>The capture holds less than the packet's total length.</summary>
    public bool IsCut { get; }

    public int HeaderLength => (_bytes[0] & 0x0f) * 4;

    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    public byte Protocol => _bytes[9];

    public bool IsFragment => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x3fff) != 0;

    /// <summary>Where the payload belongs in the whole packet's, in bytes.</summary>
    public int FragmentOffset => (BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1fff) * 8;

    public bool MoreFragments => (_bytes[6] & 0x20) != 0;

    public IpAddress Source => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]));

    public IpAddress Destination => IpAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]));

    /// <summary>Ends where the total length ends: Ethernet padding is no payload.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out Ipv4Packet view)
    {
        var status = TryReadCut(bytes, out view);
        if (status != DecodeStatus.Ok || !view.IsCut)
        {
            return status;
        }
        view = default;
        return DecodeStatus.Truncated;
    }

    /// <summary>As <see cref="TryRead"/>, but a packet that goes on behind the captured bytes is read as far as it is there.</summary>
    public static DecodeStatus TryReadCut(ReadOnlySpan<byte> bytes, out Ipv4Packet view)
    {
        view = default;
        if (bytes.Length < ShortestHeader)
        {
            return bytes.Length > 0 && bytes[0] >> 4 != 4 ? DecodeStatus.Malformed : DecodeStatus.Truncated;
        }
        var headerLength = (bytes[0] & 0x0f) * 4;
        if (bytes[0] >> 4 != 4 || headerLength < ShortestHeader)
        {
            return DecodeStatus.Malformed;
        }
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (totalLength < headerLength)
        {
            // Zero is what segmentation offload leaves in the host's own outgoing packets: the card fills it in later.
            if (totalLength != 0)
            {
                return DecodeStatus.Malformed;
            }
            totalLength = bytes.Length;
        }
        if (bytes.Length < headerLength)
        {
            return DecodeStatus.Truncated;
        }
        view = totalLength <= bytes.Length ? new Ipv4Packet(bytes[..totalLength], false) : new Ipv4Packet(bytes, true);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"IPv4 {Source} > {Destination} protocol={Protocol} id={Identification} header={HeaderLength} payload={Payload.Length} fragment={IsFragment} offset={FragmentOffset} more={MoreFragments} cut={IsCut}");
}
