using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Transport;
using TrafficClassifier.Wire.Tunnel;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>
/// Tunnels in UDP. A port alone is no proof: the header must check out and something known must stand in it, else the datagram is one
/// like any other.
/// </summary>
internal static class UdpTunnels
{
    private const ushort L2tp = 1701, GtpUser = 2152, Teredo = 3544, Vxlan = 4789, VxlanGpe = 4790, Ayiya = 5072, Capwap = 5247,
        Geneve = 6081, MplsInUdp = 6635, OldVxlan = 8472, Dns = 53;

    /// <summary>Most datagrams are told off by one or two compares: the ports of sites and of DNS are below the lowest.</summary>
    public static bool MayCarry(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < UdpDatagram.HeaderLength)
        {
            return false;
        }
        int source = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        int destination = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return (IsTunnel(destination) && source != Dns) || (IsTunnel(source) && destination != Dns);
    }

    /// <returns>False: no tunnel after all.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Layer layer)
    {
        // The length may be cut by the snap length: what is inside says so itself.
        var length = Math.Min(bytes.Length, (int)BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]));
        layer = default;
        if (length <= UdpDatagram.HeaderLength)
        {
            return false;
        }
        int port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        layer = Inside(IsTunnel(port) ? port : BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes[UdpDatagram.HeaderLength..length]);
        return layer.Kind != LayerKind.End;
    }

    private static bool IsTunnel(int port) => port is >= L2tp and <= OldVxlan
        && port is L2tp or GtpUser or Teredo or Vxlan or VxlanGpe or Ayiya or Capwap or Geneve or MplsInUdp or OldVxlan;

    private static Layer Inside(int port, ReadOnlySpan<byte> bytes) => port switch
    {
        Vxlan or OldVxlan => VxlanHeader.TryRead(bytes, out var header) == DecodeStatus.Ok ? Ethernet(header.Payload) : default,
        VxlanGpe => VxlanHeader.TryRead(bytes, out var header) != DecodeStatus.Ok ? default
            : header.HasNextProtocol ? EtherLayers.Next(header.NextProtocol, header.Payload) : Ethernet(header.Payload),
        Geneve => GeneveHeader.TryRead(bytes, out var header) == DecodeStatus.Ok && !header.IsControl && header.Protocol >= EtherType.Smallest
            ? Layer.OfType(header.Protocol, header.Payload) : default,
        GtpUser => GtpHeader.TryRead(bytes, out var header) == DecodeStatus.Ok && header.Type == 255 ? IpOrPpp(header.Payload) : default,
        Teredo => TeredoHeader.TryRead(bytes, out var header) == DecodeStatus.Ok && IsIpv6(header.Payload) ? Layer.Of(LayerKind.Ip, header.Payload) : default,
        L2tp => L2tpHeader.TryRead(bytes, out var header) == DecodeStatus.Ok ? Layer.Of(LayerKind.Ppp, header.Payload) : default,
        Ayiya => AyiyaHeader.TryRead(bytes, out var header) == DecodeStatus.Ok && header.NextHeader is IpProtocol.Ipv6 or IpProtocol.Ipv4
            && EtherLayers.IsIp(header.Payload) ? Layer.Of(LayerKind.Ip, header.Payload) : default,
        Capwap => CapwapHeader.TryRead(bytes, out var header) == DecodeStatus.Ok ? Wireless(header) : default,
        MplsInUdp => Layer.Of(LayerKind.Mpls, bytes), // RFC 7510 3
        _ => default,
    };

    private static Layer Wireless(scoped in CapwapHeader header)
    {
        const int ieee80211 = 1; // RFC 5416 2.1
        if (header.IsKeepAlive || header.IsLaterFragment || header.Payload.Length < 2)
        {
            return default;
        }
        var frame = header.Payload;
        return !header.IsNative ? Ethernet(frame)
            : header.Binding is not (ieee80211 or 0) ? default
            : Layer.Of((frame[0] & 0x0f) != 0x08 && (frame[1] & 0x0f) == 0x08 ? LayerKind.SwappedWireless : LayerKind.Wireless, frame);
    }

    private static Layer Ethernet(ReadOnlySpan<byte> bytes) => bytes.Length < EthernetFrame.HeaderLength ? default : Layer.Of(LayerKind.Ethernet, bytes);

    private static Layer IpOrPpp(ReadOnlySpan<byte> bytes) =>
        EtherLayers.IsIp(bytes) ? Layer.Of(LayerKind.Ip, bytes)
        : bytes.Length > 2 && bytes[0] == 0xff && bytes[1] == 0x03 ? Layer.Of(LayerKind.Ppp, bytes) : default;

    private static bool IsIpv6(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 40 && bytes[0] >> 4 == 6 && BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) + 40 <= bytes.Length;
}
