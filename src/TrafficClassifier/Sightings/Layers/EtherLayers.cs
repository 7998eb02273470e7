using System.Buffers.Binary;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Tunnel;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>What stands behind the rarer EtherTypes: tags, labels and sessions.</summary>
internal static class EtherLayers
{
    private const int Ipv4ExplicitNull = 0, Ipv6ExplicitNull = 2;

    public static Layer Read(ushort type, ReadOnlySpan<byte> bytes) => type switch
    {
        < EtherType.Smallest => Layer.Of(LayerKind.Llc, bytes),
        EtherType.Mpls or EtherType.MplsUpstream => Layer.Of(LayerKind.Mpls, bytes),
        EtherType.PppoeSession => PppoeSession.TryRead(bytes, out var session) is var status && status == DecodeStatus.Ok
            ? Layer.Of(LayerKind.Ppp, session.Payload) : Layer.End(status),
        EtherType.Ppp => Layer.Of(LayerKind.Ppp, bytes),
        EtherType.TransparentEthernet => Layer.Of(LayerKind.Ethernet, bytes),
        EtherType.CiscoMetadata => CiscoMetadataTag.TryRead(bytes, out var metadata) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(metadata.TypeOrLength, metadata.Payload) : Layer.End(status),
        EtherType.VnTag => VnTag.TryRead(bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(tag.TypeOrLength, tag.Payload) : Layer.End(status),
        EtherType.ETag => ETag.TryRead(bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(tag.TypeOrLength, tag.Payload) : Layer.End(status),
        EtherType.HsrTag => HsrTag.TryRead(bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(tag.TypeOrLength, tag.Payload) : Layer.End(status),
        EtherType.Macsec => MacsecTag.TryRead(bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(tag.TypeOrLength, tag.Payload) : Layer.End(status),
        EtherType.ProviderBackbone => BackboneTag.TryRead(bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.Of(LayerKind.Ethernet, tag.Payload) : Layer.End(status),
        EtherType.Trill => TrillHeader.TryRead(bytes, out var trill) is var status && status == DecodeStatus.Ok
            ? Layer.Of(LayerKind.Ethernet, trill.Payload) : Layer.End(status),
        EtherType.Nsh => NshHeader.TryRead(bytes, out var nsh) is var status && status == DecodeStatus.Ok
            ? Next(nsh.NextProtocol, nsh.Payload) : Layer.End(status),
        _ => Layer.End(FrameOutcome.NotOfInterest),
    };

    /// <summary>The next protocol of VXLAN-GPE and of NSH: one registry (RFC 8300 9.1.6).</summary>
    public static Layer Next(byte protocol, ReadOnlySpan<byte> bytes) => protocol switch
    {
        1 => Layer.OfType(EtherType.Ipv4, bytes),
        2 => Layer.OfType(EtherType.Ipv6, bytes),
        3 => Layer.Of(LayerKind.Ethernet, bytes),
        4 => Layer.OfType(EtherType.Nsh, bytes),
        5 => Layer.Of(LayerKind.Mpls, bytes),
        _ => Layer.End(FrameOutcome.Unsupported),
    };

    /// <summary>The whole stack; the frame's length bounds it. What the bottom label carries is not told, only by its first nibble.</summary>
    public static Layer Mpls(ReadOnlySpan<byte> bytes)
    {
        bool isBottom;
        int label;
        do
        {
            var status = MplsLabel.TryRead(bytes, out var entry);
            if (status != DecodeStatus.Ok)
            {
                return Layer.End(status);
            }
            isBottom = entry.IsBottom;
            label = entry.Label;
            bytes = entry.Payload;
        }
        while (!isBottom);
        if (label is Ipv4ExplicitNull or Ipv6ExplicitNull || bytes.IsEmpty)
        {
            return Layer.Of(LayerKind.Ip, bytes);
        }
        return (bytes[0] >> 4) switch
        {
            // A pseudowire's Ethernet frame may begin with any nibble where there is no control word (RFC 4385 2): its type tells.
            4 or 6 => Layer.Of(IsIp(bytes) || !HasType(bytes, 12) ? LayerKind.Ip : LayerKind.Ethernet, bytes),
            0 when HasType(bytes, 16) || !HasType(bytes, 12) => Layer.Behind(4, LayerKind.Ethernet, bytes),
            1 when !HasType(bytes, 12) => Layer.End(FrameOutcome.NotOfInterest), // an associated channel (RFC 4385 5)
            _ => Layer.Of(LayerKind.Ethernet, bytes),
        };
    }

    /// <summary>The lengths of an IP header here agree with the bytes at hand, padding aside.</summary>
    public static bool IsIp(ReadOnlySpan<byte> bytes) => bytes.Length >= 20 && (bytes[0] >> 4) switch
    {
        4 => (bytes[0] & 0x0f) >= 5 && BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) >= 20,
        6 => bytes.Length >= 40 && (bytes[0] & 0x0f) == 0,
        _ => false,
    };

    private static bool HasType(ReadOnlySpan<byte> bytes, int at) => bytes.Length >= at + 2 && BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) is
        EtherType.Ipv4 or EtherType.Ipv6 or EtherType.Arp or EtherType.Vlan or EtherType.ProviderVlan or EtherType.OldProviderVlan
        or EtherType.Mpls or EtherType.MplsUpstream or EtherType.PppoeSession or 0x8863 or 0x9000 or 0x88cc;
}
