using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;
using TrafficClassifier.Wire.Tunnel;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>What stands in an IP packet that carries neither TCP nor UDP.</summary>
internal static class IpTunnels
{
    private const ushort Erspan = 0x88be, Erspan3 = 0x22eb, Wccp = 0x883e;

    public static Layer Read(byte protocol, ReadOnlySpan<byte> bytes) => protocol switch
    {
        IpProtocol.Ipv4 => Layer.OfType(EtherType.Ipv4, bytes),
        IpProtocol.Ipv6 => Layer.OfType(EtherType.Ipv6, bytes),
        IpProtocol.Gre => Gre(bytes),
        IpProtocol.EtherIp => Layer.Behind(2, LayerKind.Ethernet, bytes), // RFC 3378 3
        IpProtocol.MplsInIp => Layer.Of(LayerKind.Mpls, bytes), // RFC 4023 3
        _ => Layer.End(FrameOutcome.NotOfInterest),
    };

    private static Layer Gre(ReadOnlySpan<byte> bytes)
    {
        var status = GrePacket.TryRead(bytes, out var gre);
        if (status != DecodeStatus.Ok)
        {
            return Layer.End(status);
        }
        var payload = gre.Payload;
        if (payload.IsEmpty)
        {
            return Layer.End(FrameOutcome.NotOfInterest); // a keepalive, or PPTP's acknowledgment
        }
        return gre.Protocol switch
        {
            Erspan when !gre.HasSequence => Layer.Of(LayerKind.Ethernet, payload), // type I
            Erspan or Erspan3 => Mirrored(payload),
            // Version 2 redirects with a header of 4 bytes, version 1 without (draft-wilson-wrec-wccp-v2 4.12.2).
            Wccp => Layer.Behind(payload[0] >> 4 == 4 ? 0 : 4, LayerKind.Ip, payload),
            // Aruba's access points tunnel 802.11 as 0x8200, 0x8210 ... 0x83f0.
            >= 0x8200 and <= 0x83f0 when (gre.Protocol & 0x0f) == 0 => Layer.Of(LayerKind.Wireless, payload),
            < EtherType.Smallest => Layer.End(FrameOutcome.NotOfInterest),
            var type => Layer.OfType(type, payload),
        };
    }

    private static Layer Mirrored(ReadOnlySpan<byte> bytes)
    {
        var status = ErspanHeader.TryRead(bytes, out var header);
        return status == DecodeStatus.Ok ? Layer.Of(header.IsIp ? LayerKind.Ip : LayerKind.Ethernet, header.Payload) : Layer.End(status);
    }
}
