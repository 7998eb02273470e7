using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>What stands behind an LLC header or a network layer protocol identifier.</summary>
internal static class LlcLayers
{
    private const byte Ipv4 = 0xcc, Ipv6 = 0x8e, Snap = 0x80, Ppp = 0xcf;

    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        if (LlcSnapHeader.TryRead(bytes, out var snap) == DecodeStatus.Ok)
        {
            return Layer.OfType(snap.TypeOrLength, snap.Payload);
        }
        if (bytes.Length < 4)
        {
            return Layer.End(FrameOutcome.NotOfInterest);
        }
        return bytes[..3] switch
        {
            [0x06, 0x06, 0x03] => Layer.OfType(EtherType.Ipv4, bytes[3..]), // RFC 948
            [0xfe, 0xfe, 0x03] => Nlpid(bytes[3], bytes[4..]), // RFC 2684 5.1
            [0xaa, 0xaa, 0x03] => Bridged(bytes[3..], 2),
            _ => Layer.End(FrameOutcome.NotOfInterest), // spanning tree, IPX and the like
        };
    }

    /// <summary>RFC 2427 4.</summary>
    public static Layer Nlpid(byte protocol, ReadOnlySpan<byte> bytes) => protocol switch
    {
        Ipv4 => Layer.OfType(EtherType.Ipv4, bytes),
        Ipv6 => Layer.OfType(EtherType.Ipv6, bytes),
        Ppp => Layer.Of(LayerKind.Ppp, bytes),
        Snap when bytes.Length >= 5 && bytes[..3] is [0, 0, 0] => Layer.OfType((ushort)((bytes[3] << 8) | bytes[4]), bytes[5..]),
        Snap => Bridged(bytes, 0),
        _ => Layer.End(FrameOutcome.NotOfInterest),
    };

    /// <summary>OUI 00-80-C2, 1 or 7: an Ethernet frame with or without its check sequence (RFC 2427 4.2; RFC 2684 5.2 pads by two bytes).</summary>
    private static Layer Bridged(ReadOnlySpan<byte> bytes, int pad) =>
        bytes.Length >= 5 && bytes[..4] is [0x00, 0x80, 0xc2, 0x00] && bytes[4] is 1 or 7
            ? Layer.Behind(5 + pad, LayerKind.Ethernet, bytes) : Layer.End(FrameOutcome.NotOfInterest);
}
