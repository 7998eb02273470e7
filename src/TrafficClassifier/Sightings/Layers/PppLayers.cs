using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>What stands behind PPP, Cisco's HDLC and frame relay.</summary>
internal static class PppLayers
{
    public static Layer Read(ReadOnlySpan<byte> bytes)
    {
        var status = PppFrame.TryRead(bytes, out var frame);
        return status != DecodeStatus.Ok ? Layer.End(status) : frame.Protocol switch
        {
            PppFrame.Ipv4 => Layer.OfType(EtherType.Ipv4, frame.Payload),
            PppFrame.Ipv6 => Layer.OfType(EtherType.Ipv6, frame.Payload),
            PppFrame.Mpls or PppFrame.MplsMulticast => Layer.Of(LayerKind.Mpls, frame.Payload),
            PppFrame.Bridging => Bridged(frame.Payload),
            PppFrame.Multilink => Multilink(frame.Payload),
            _ => Layer.End(FrameOutcome.NotOfInterest),
        };
    }

    /// <summary>A serial line: Cisco's HDLC has an address that PPP's never is.</summary>
    public static Layer Hdlc(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[0] is 0x0f or 0x8f && bytes[1] == 0 ? CiscoHdlc(bytes) : Layer.Of(LayerKind.Ppp, bytes);

    public static Layer CiscoHdlc(ReadOnlySpan<byte> bytes)
    {
        var status = CiscoHdlcFrame.TryRead(bytes, out var frame);
        return status == DecodeStatus.Ok ? Layer.OfType(frame.TypeOrLength, frame.Payload) : Layer.End(status);
    }

    public static Layer FrameRelay(ReadOnlySpan<byte> bytes)
    {
        var status = FrameRelayFrame.TryRead(bytes, out var frame);
        return status != DecodeStatus.Ok ? Layer.End(status)
            : frame.IsEtherType ? Layer.OfType(frame.Type, frame.Payload)
            : LlcLayers.Nlpid((byte)frame.Type, frame.Payload);
    }

    /// <summary>RFC 3518 4.1: flags, MAC type 1 (Ethernet), a LAN id if the flag says so.</summary>
    private static Layer Bridged(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 2 ? Layer.End(FrameOutcome.Truncated)
        : bytes[1] != 1 ? Layer.End(FrameOutcome.Unsupported)
        : Layer.Behind((bytes[0] & 0x40) != 0 ? 6 : 2, LayerKind.Ethernet, bytes);

    /// <summary>RFC 1990 3: a packet that begins and ends in one fragment, with the long sequence number, is whole.</summary>
    private static Layer Multilink(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 4 ? Layer.End(FrameOutcome.Truncated)
        : (bytes[0] & 0xc0) != 0xc0 ? Layer.End(FrameOutcome.Fragment)
        : Layer.Of(LayerKind.Ppp, bytes[4..]);
}
