using System.Globalization;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Neighbours;

/// <summary>
/// A neighbour solicitation or advertisement of ICMPv6 (RFC 4861 4.3, 4.4). The checksum is not looked at: captures on a host show it before
/// the network card has filled it in.
/// <code>
///  0      1      2          4              8                24
/// +------+------+----------+--------------+----------------+---------------------------
/// | type | code | checksum | flags (R S O)| target address | options: type, length / 8
/// +------+------+----------+--------------+----------------+---------------------------
/// </code>
/// </summary>
public readonly ref struct NeighbourMessage : IWireView<NeighbourMessage>
{
    public const byte Solicitation = 135, Advertisement = 136;
    private const int HeaderLength = 24;
    private const byte SourceLinkLayer = 1, TargetLinkLayer = 2;
    private readonly ReadOnlySpan<byte> _bytes;

    private NeighbourMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The whole message, as the door took it.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsAdvertisement => _bytes[0] == Advertisement;

    /// <summary>Of an advertisement: the sender is a router.</summary>
    public bool IsRouter => IsAdvertisement && (_bytes[4] & 0x80) != 0;

    /// <summary>Of an advertisement: asked for.</summary>
    public bool IsSolicited => IsAdvertisement && (_bytes[4] & 0x40) != 0;

    /// <summary>Of an advertisement: proxies and anycast leave it out (RFC 4861 7.2.4, 7.2.7, 7.2.8).</summary>
    public bool IsOverride => IsAdvertisement && (_bytes[4] & 0x20) != 0;

    /// <summary>The address asked for, or told of.</summary>
    public IpAddress Target => IpAddress.FromBytes(_bytes.Slice(8, 16));

    /// <summary>The Ethernet address in the option for the source of a solicitation, or for the target of an advertisement; empty where none stands.</summary>
    public ReadOnlySpan<byte> LinkLayer
    {
        get
        {
            var wanted = IsAdvertisement ? TargetLinkLayer : SourceLinkLayer;
            for (var rest = _bytes[HeaderLength..]; !rest.IsEmpty; rest = rest[(8 * rest[1])..])
            {
                if (rest[0] == wanted && rest[1] == 1)
                {
                    return rest.Slice(2, 6);
                }
            }
            return default;
        }
    }

    public static bool IsType(byte type) => type is Solicitation or Advertisement;

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out NeighbourMessage view)
    {
        view = default;
        if (bytes.IsEmpty)
        {
            return DecodeStatus.Truncated;
        }
        if (!IsType(bytes[0]))
        {
            return DecodeStatus.Unsupported;
        }
        if (bytes.Length < 2)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[1] != 0)
        {
            return DecodeStatus.Malformed; // RFC 4861 7.1.1, 7.1.2: discard
        }
        if (bytes.Length < HeaderLength)
        {
            return DecodeStatus.Truncated;
        }
        if (bytes[8] == 0xff)
        {
            return DecodeStatus.Malformed; // the target is no multicast address
        }
        for (var rest = bytes[HeaderLength..]; !rest.IsEmpty; rest = rest[(8 * rest[1])..])
        {
            if (rest.Length >= 2 && rest[1] == 0)
            {
                return DecodeStatus.Malformed; // RFC 4861 4.6: nodes MUST silently discard
            }
            if (rest.Length < 2 || rest.Length < 8 * rest[1])
            {
                return DecodeStatus.Truncated;
            }
        }
        view = new NeighbourMessage(bytes);
        return DecodeStatus.Ok;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(IsAdvertisement ? "NA" : "NS")} {Target} link={Convert.ToHexStringLower(LinkLayer)} router={IsRouter} solicited={IsSolicited} override={IsOverride}");
}
