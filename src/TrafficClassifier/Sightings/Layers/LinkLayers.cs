using System.Buffers.Binary;
using TrafficClassifier.Capture;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>What stands first in a frame of each link type but Ethernet (tcpdump.org/linktypes).</summary>
internal static class LinkLayers
{
    private const uint AvsMagic = 0x80211000;
    private const int PrismLength = 144;
    private const ushort ArphrdEthernet = 1;
    private const byte AddressFamilyIpv4 = 2, AddressFamilyIpv6 = 10;

    public static Layer Read(scoped ref FrameContext context, LinkType type, ReadOnlySpan<byte> bytes)
    {
        switch (type.Value)
        {
            case 1: return Layer.Of(LayerKind.Ethernet, bytes);
            case 6: return TokenRing(ref context, bytes);
            case 8: return Slip(bytes);
            case 9 or 50: return PppLayers.Hdlc(bytes);
            case 10: return Fddi(ref context, bytes);
            case 11 or 106: return Atm(bytes);
            case 51: return Layer.OfType(EtherType.PppoeSession, bytes);
            case 104: return PppLayers.CiscoHdlc(bytes);
            case 105: return Layer.Of(LayerKind.Wireless, bytes);
            case 107: return PppLayers.FrameRelay(bytes);
            case 119 or 163: return Prism(bytes);
            case 166 or 205 or 206: return Directed(type, bytes);
            case 219: return Layer.Of(LayerKind.Mpls, bytes);
            case 228: return Layer.OfType(EtherType.Ipv4, bytes);
            case 229: return Layer.OfType(EtherType.Ipv6, bytes);
        }
        return type.IsRawIp ? Layer.Of(LayerKind.Ip, bytes) : Headed(ref context, type, bytes);
    }

    private static Layer Headed(scoped ref FrameContext context, LinkType type, ReadOnlySpan<byte> bytes)
    {
        if (type == LinkType.LinuxCooked)
        {
            var status = LinuxCookedFrame.TryRead(bytes, out var cooked);
            return status == DecodeStatus.Ok ? Cooked(ref context, cooked.Protocol, cooked.HardwareType, cooked.Sender, cooked.Payload) : Layer.End(status);
        }
        if (type == LinkType.LinuxCooked2)
        {
            var status = LinuxCooked2Frame.TryRead(bytes, out var cooked);
            return status == DecodeStatus.Ok ? Cooked(ref context, cooked.Protocol, cooked.HardwareType, cooked.Sender, cooked.Payload) : Layer.End(status);
        }
        if (type == LinkType.Null || type == LinkType.Loop)
        {
            var status = LoopbackFrame.TryRead(bytes, out var loopback);
            return status == DecodeStatus.Ok ? Layer.OfType(loopback.EtherType, loopback.Payload) : Layer.End(status);
        }
        if (type == LinkType.WirelessRadiotap)
        {
            var status = RadiotapHeader.TryRead(bytes, out var radiotap);
            return status == DecodeStatus.Ok ? Layer.Of(LayerKind.Wireless, radiotap.Payload) : Layer.End(status);
        }
        if (type == LinkType.PerPacketInformation)
        {
            var status = PpiHeader.TryRead(bytes, out var information);
            return status == DecodeStatus.Ok ? Layer.OfLink(new LinkType(information.LinkType), information.Payload) : Layer.End(status);
        }
        if (type == LinkType.PacketTap || type == LinkType.User2)
        {
            var status = PktapHeader.TryRead(bytes, out var tap);
            return status == DecodeStatus.Ok ? Layer.OfLink(new LinkType(tap.LinkType), tap.Payload) : Layer.End(status);
        }
        if (type == LinkType.NetfilterLog)
        {
            var status = NflogPacket.TryRead(bytes, out var packet);
            return status != DecodeStatus.Ok ? Layer.End(status)
                : packet.Family is AddressFamilyIpv4 or AddressFamilyIpv6 ? Layer.Of(LayerKind.Ip, packet.Payload) : Layer.End(FrameOutcome.NotOfInterest);
        }
        return type == LinkType.ArcnetLinux ? Arcnet(bytes) : Layer.End(FrameOutcome.Unsupported);
    }

    /// <summary>The protocol is an EtherType, or for 802.2 a number below (linux/if_ether.h); 802.11 says what it is by its ARPHRD.</summary>
    private static Layer Cooked(scoped ref FrameContext context, ushort protocol, ushort hardware, ReadOnlySpan<byte> sender, ReadOnlySpan<byte> payload)
    {
        if (hardware == ArphrdEthernet && sender.Length == 6)
        {
            context.LinkSource = sender;
        }
        return hardware switch
        {
            801 => Layer.Of(LayerKind.Wireless, payload),
            802 => Layer.OfLink(LinkType.WirelessPrism, payload),
            803 => Layer.OfLink(LinkType.WirelessRadiotap, payload),
            _ => protocol == 0x0004 ? Layer.Of(LayerKind.Llc, payload) : Layer.OfType(protocol, payload),
        };
    }

    private static Layer TokenRing(scoped ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = TokenRingFrame.TryRead(bytes, out var frame);
        if (status != DecodeStatus.Ok)
        {
            return Layer.End(status);
        }
        context.LinkSource = frame.Source;
        return frame.IsData ? Layer.Of(LayerKind.Llc, frame.Payload) : Layer.End(FrameOutcome.NotOfInterest);
    }

    private static Layer Fddi(scoped ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = FddiFrame.TryRead(bytes, out var frame);
        if (status != DecodeStatus.Ok)
        {
            return Layer.End(status);
        }
        context.LinkSource = frame.Source;
        return frame.IsData ? Layer.Of(LayerKind.Llc, frame.Payload) : Layer.End(FrameOutcome.NotOfInterest);
    }

    private static Layer Arcnet(ReadOnlySpan<byte> bytes)
    {
        var status = ArcnetFrame.TryRead(bytes, out var frame);
        return status != DecodeStatus.Ok ? Layer.End(status)
            : frame.IsLaterFragment ? Layer.End(FrameOutcome.Fragment)
            : frame.Type switch
            {
                0xf0 or 0xd4 => Layer.OfType(EtherType.Ipv4, frame.Payload),
                0xc4 => Layer.OfType(EtherType.Ipv6, frame.Payload),
                _ => Layer.End(FrameOutcome.NotOfInterest),
            };
    }

    /// <summary>RFC 2684: LLC in front (5), or IP at once where the channel says so (6).</summary>
    private static Layer Atm(ReadOnlySpan<byte> bytes) =>
        Layer.Of(bytes.Length > 0 && bytes[0] >> 4 is 4 or 6 ? LayerKind.Ip : LayerKind.Llc, bytes);

    /// <summary>BSD writes 16 bytes of compression state in front, others nothing.</summary>
    private static Layer Slip(ReadOnlySpan<byte> bytes) =>
        Layer.Behind(bytes.Length > 0 && bytes[0] >> 4 is 4 or 6 ? 0 : 16, LayerKind.Ip, bytes);

    /// <summary>AVS has a magic number and its length; Prism is always as long.</summary>
    private static Layer Prism(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            return Layer.End(FrameOutcome.Truncated);
        }
        var isAvs = (BinaryPrimitives.ReadUInt32BigEndian(bytes) & 0xffff_f000) == (AvsMagic & 0xffff_f000);
        var length = isAvs ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : PrismLength;
        return length > bytes.Length ? Layer.End(FrameOutcome.Truncated) : Layer.Of(LayerKind.Wireless, bytes[(int)length..]);
    }

    /// <summary>One byte tells sent from received.</summary>
    private static Layer Directed(LinkType type, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return Layer.End(FrameOutcome.Truncated);
        }
        var frame = bytes[1..];
        return type == LinkType.FrameRelayWithDirection ? PppLayers.FrameRelay(frame)
            : type == LinkType.CiscoHdlcWithDirection ? PppLayers.CiscoHdlc(frame) : PppLayers.Hdlc(frame);
    }
}
