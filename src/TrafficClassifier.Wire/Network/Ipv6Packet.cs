using System.Buffers.Binary;
using System.Globalization;

namespace TrafficClassifier.Wire.Network;

/// <summary>
/// An IPv6 packet with its chain of extension headers walked (RFC 8200 3, 4).
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |Version| Traffic Class |           Flow Label                  |
/// |         Payload Length        |  Next Header  |   Hop Limit   |
/// |                 Source Address, 16 bytes                      |
/// |               Destination Address, 16 bytes                   |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </summary>
public readonly ref struct Ipv6Packet : IWireView<Ipv6Packet>
{
    private const int HeaderLength = 40;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _payloadStart;

    /// <summary>0 where no fragment header says that this is a piece.</summary>
    private readonly int _fragmentHeader;

    private Ipv6Packet(ReadOnlySpan<byte> bytes, int payloadStart, byte protocol, int fragmentHeader, bool isCut)
    {
        _bytes = bytes;
        _payloadStart = payloadStart;
        Protocol = protocol;
        _fragmentHeader = fragmentHeader;
        IsCut = isCut;
    }

    /// <summary>The protocol behind the last extension header; of a piece, behind the fragment header.</summary>
    public byte Protocol { get; }

    /// <summary>A fragment header says that this is not the whole packet (an atomic fragment, RFC 6946, is whole).</summary>
    public bool IsFragment => _fragmentHeader != 0;

    /// <summary>Where the payload of a piece belongs in the whole one, in bytes (RFC 8200 4.5).</summary>
    public int FragmentOffset => IsFragment ? BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_fragmentHeader + 2)..]) & 0xfff8 : 0;

    public bool MoreFragments => IsFragment && (_bytes[_fragmentHeader + 3] & 1) != 0;

    /// <summary>Of a piece; else 0.</summary>
    public uint Identification => IsFragment ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fragmentHeader + 4)..]) : 0;

    /// <summary>The capture holds less than the packet's payload length.</summary>
    public bool IsCut { get; }

    public IpAddress Source => IpAddress.FromBytes(_bytes.Slice(8, 16));

    public IpAddress Destination => IpAddress.FromBytes(_bytes.Slice(24, 16));

    /// <summary>Behind the extension headers, up to the payload length.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[_payloadStart..];

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out Ipv6Packet view)
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
    public static DecodeStatus TryReadCut(ReadOnlySpan<byte> bytes, out Ipv6Packet view)
    {
        view = default;
        if (bytes.Length < HeaderLength)
        {
            return bytes.Length > 0 && bytes[0] >> 4 != 6 ? DecodeStatus.Malformed : DecodeStatus.Truncated;
        }
        if (bytes[0] >> 4 != 6)
        {
            return DecodeStatus.Malformed;
        }
        var protocol = bytes[6];
        var end = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (end == HeaderLength && protocol == IpProtocol.Tcp)
        {
            end = bytes.Length; // segmentation offload, as in IPv4
        }
        var isCut = end > bytes.Length;
        var packet = isCut ? bytes : bytes[..end];
        var at = HeaderLength;
        var status = SkipExtensions(packet, isCut, ref protocol, ref at, out var fragmentHeader);
        if (status == DecodeStatus.Ok)
        {
            view = new Ipv6Packet(packet, at, protocol, fragmentHeader, isCut);
        }
        return status;
    }

    /// <summary>Walks the extension headers that stand behind the fragment header, in the payload that the pieces made.</summary>
    /// <param name="payload">Behind the fragment header, whole.</param>
    /// <param name="protocol">What the fragment header named; then what the last extension header names.</param>
    /// <param name="length">Of the extension headers.</param>
    public static DecodeStatus TrySkipExtensions(ReadOnlySpan<byte> payload, ref byte protocol, out int length)
    {
        length = 0;
        var status = SkipExtensions(payload, isCut: false, ref protocol, ref length, out var fragmentHeader);
        // Pieces of pieces: RFC 8200 4.5 has one fragment header.
        return fragmentHeader != 0 ? DecodeStatus.Malformed : status;
    }

    private static DecodeStatus SkipExtensions(ReadOnlySpan<byte> packet, bool isCut, ref byte protocol, ref int at, out int fragmentHeader)
    {
        fragmentHeader = 0;
        // Each header is at least 8 bytes long, so the packet's own length bounds the walk.
        while (protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions or IpProtocol.Mobility
            or IpProtocol.Fragment or IpProtocol.Authentication)
        {
            if (packet.Length - at < 8)
            {
                return isCut ? DecodeStatus.Truncated : DecodeStatus.Malformed;
            }
            var length = protocol switch
            {
                IpProtocol.Fragment => 8,
                IpProtocol.Authentication => (packet[at + 1] + 2) * 4, // RFC 4302 2.2: in 4-byte units, less 2
                _ => (packet[at + 1] + 1) * 8,
            };
            if (packet.Length - at < length)
            {
                return isCut ? DecodeStatus.Truncated : DecodeStatus.Malformed;
            }
            if (protocol == IpProtocol.Fragment && (BinaryPrimitives.ReadUInt16BigEndian(packet[(at + 2)..]) & 0xfff9) != 0)
            {
                fragmentHeader = at;
            }
            protocol = packet[at];
            at += length;
            if (fragmentHeader != 0)
            {
                break; // what follows is a piece: its first bytes are a header only in the first fragment
            }
        }
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"IPv6 {Source} > {Destination} protocol={Protocol} payload={Payload.Length} fragment={IsFragment} offset={FragmentOffset} more={MoreFragments} id={Identification} cut={IsCut}");
}
