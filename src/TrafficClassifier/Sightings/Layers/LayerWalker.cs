using TrafficClassifier.Capture;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>
/// Walks a frame from the link layer to the transport layer. Ethernet, IP, TCP or UDP is the straight way; whatever else stands in a frame
/// leaves it for <see cref="Unwrap"/>, which takes off a layer at a time.
/// </summary>
internal sealed class LayerWalker
{
    /// <summary>Deeper than any operator nests tunnels, and shallow enough for the stack: a packet in a packet calls itself.</summary>
    private const int DeepestNesting = 32;

    private readonly MessageRecogniser _messages;
    private readonly FragmentTable _fragments;
    private readonly TunnelPolicy _tunnels;

    public LayerWalker(MessageRecogniser messages, FragmentTable fragments, TunnelPolicy tunnels)
    {
        _messages = messages;
        _fragments = fragments;
        _tunnels = tunnels;
    }

    /// <summary>Frames given up because they nest deeper.</summary>
    public long TooDeep { get; private set; }

    /// <summary>Packets that could be a tunnel's, but come from where none is trusted.</summary>
    public long UntrustedTunnels { get; private set; }

    public FrameOutcome Walk(ref FrameContext context, LinkType linkType, ReadOnlySpan<byte> bytes)
    {
        if (linkType != LinkType.Ethernet)
        {
            return Unwrap(ref context, LinkLayers.Read(ref context, linkType, bytes));
        }
        var status = EthernetFrame.TryRead(bytes, out var ethernet);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        context.LinkSource = ethernet.Source;
        var type = ethernet.TypeOrLength;
        if (type == EtherType.Ipv4)
        {
            return Ipv4(ref context, ethernet.Payload);
        }
        return type == EtherType.Ipv6 ? Ipv6(ref context, ethernet.Payload) : Unwrap(ref context, Layer.OfType(type, ethernet.Payload));
    }

    /// <summary>The rare way. Every layer takes bytes off, so it ends; depth counts what nests, not tags and labels.</summary>
    private FrameOutcome Unwrap(ref FrameContext context, Layer layer)
    {
        while (layer.Kind != LayerKind.End)
        {
            var bytes = layer.Bytes;
            if (layer.Kind == LayerKind.EtherType)
            {
                switch (layer.Type)
                {
                    // Tools that rewrite link layers leave IPv6 under IPv4's type, as Wireshark reads it too; not the other way round.
                    case EtherType.Ipv4: return Ip(ref context, bytes);
                    case EtherType.Ipv6: return Ipv6(ref context, bytes);
                    case EtherType.Arp: return _messages.Arp(ref context, bytes);
                }
                layer = EtherType.IsVlan(layer.Type) ? Vlan(ref context, layer.Type, bytes) : EtherLayers.Read(layer.Type, bytes);
                continue;
            }
            if (IsTooDeep(ref context))
            {
                return FrameOutcome.Unsupported;
            }
            if (layer.Kind == LayerKind.Ip)
            {
                return Ip(ref context, bytes);
            }
            layer = layer.Kind switch
            {
                LayerKind.Ethernet => Ethernet(ref context, bytes),
                LayerKind.Llc => LlcLayers.Read(bytes),
                LayerKind.Mpls => EtherLayers.Mpls(bytes),
                LayerKind.Ppp => PppLayers.Read(bytes),
                LayerKind.Wireless or LayerKind.SwappedWireless => Wireless(ref context, layer.Kind, bytes),
                _ => LinkLayers.Read(ref context, new LinkType(layer.Type), bytes),
            };
        }
        return layer.Outcome;
    }

    private bool IsTooDeep(scoped ref FrameContext context)
    {
        if (++context.Depth <= DeepestNesting)
        {
            return false;
        }
        TooDeep++;
        return true;
    }

    private static Layer Ethernet(scoped ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = EthernetFrame.TryRead(bytes, out var frame);
        if (status != DecodeStatus.Ok)
        {
            return Layer.End(status);
        }
        context.LinkSource = frame.Source;
        return Layer.OfType(frame.TypeOrLength, frame.Payload);
    }

    /// <summary>A run of tags, as long as it is: the frame's length bounds it. The outermost run is remembered.</summary>
    private static Layer Vlan(scoped ref FrameContext context, ushort type, ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (EtherType.IsVlan(type))
        {
            var status = VlanTag.TryRead(rest, out var tag);
            if (status != DecodeStatus.Ok)
            {
                return Layer.End(status);
            }
            type = tag.TypeOrLength;
            rest = tag.Payload;
        }
        if (context.VlanTags.IsEmpty)
        {
            context.VlanTags = bytes[..^rest.Length];
        }
        return Layer.OfType(type, rest);
    }

    private static Layer Wireless(scoped ref FrameContext context, LayerKind kind, ReadOnlySpan<byte> bytes)
    {
        var status = kind == LayerKind.Wireless ? WirelessFrame.TryRead(bytes, out var frame) : WirelessFrame.TryReadSwapped(bytes, out frame);
        if (status != DecodeStatus.Ok)
        {
            // Management, control and protected frames are whole and well.
            return status == DecodeStatus.Unsupported ? Layer.End(FrameOutcome.NotOfInterest) : Layer.End(status);
        }
        context.LinkSource = frame.Source;
        if (frame.IsLaterFragment)
        {
            return Layer.End(FrameOutcome.Fragment);
        }
        // IEEE 802.11 9.3.2.2: of an aggregate the first subframe (destination, source, length, LLC) is read.
        return frame.IsAggregate ? Layer.Of(LayerKind.Ethernet, frame.Payload) : Layer.Of(LayerKind.Llc, frame.Payload);
    }

    private FrameOutcome Ip(ref FrameContext context, ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? FrameOutcome.Truncated : (bytes[0] >> 4) switch
    {
        4 => Ipv4(ref context, bytes),
        6 => Ipv6(ref context, bytes),
        _ => FrameOutcome.Malformed,
    };

    private FrameOutcome Ipv4(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = Ipv4Packet.TryReadCut(bytes, out var packet);
        if (status != DecodeStatus.Ok)
        {
            // Tools that rewrite link layers leave IPv6 under IPv4's type: the packet's own version decides.
            return status == DecodeStatus.Malformed && bytes[0] >> 4 == 6 ? Ipv6(ref context, bytes) : FrameOutcomes.Of(status);
        }
        context.Addresses = bytes.Slice(12, 8);
        context.Identification = packet.Identification;
        if (packet.IsFragment)
        {
            return Ipv4Fragment(ref context, packet);
        }
        return Transport(ref context, packet.Protocol, packet.Payload, packet.IsCut);
    }

    private FrameOutcome Ipv6(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = Ipv6Packet.TryReadCut(bytes, out var packet);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
        }
        context.Addresses = bytes.Slice(8, 32);
        if (packet.IsFragment)
        {
            return Ipv6Fragment(ref context, packet);
        }
        context.HopLimit = bytes[7];
        return Transport(ref context, packet.Protocol, packet.Payload, packet.IsCut);
    }

    private FrameOutcome Transport(ref FrameContext context, byte protocol, ReadOnlySpan<byte> bytes, bool isCut) => protocol switch
    {
        IpProtocol.Tcp => _messages.Tcp(ref context, bytes, isCut),
        IpProtocol.Udp => UdpTunnels.MayCarry(bytes) ? TunnelOrMessage(ref context, bytes, isCut) : _messages.Udp(ref context, bytes, isCut),
        IpProtocol.Icmpv6 => _messages.Icmpv6(ref context, bytes),
        IpProtocol.Authentication => Authenticated(ref context, bytes, isCut),
        _ => Tunnel(ref context, protocol, bytes),
    };

    private FrameOutcome TunnelOrMessage(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut) =>
        UdpTunnels.TryRead(bytes, out var layer) && IsTrusted(context) ? Tunnelled(ref context, layer) : _messages.Udp(ref context, bytes, isCut);

    private FrameOutcome Tunnel(ref FrameContext context, byte protocol, ReadOnlySpan<byte> bytes)
    {
        var layer = IpTunnels.Read(protocol, bytes);
        return layer.Kind == LayerKind.End ? layer.Outcome : IsTrusted(context) ? Tunnelled(ref context, layer) : FrameOutcome.NotOfInterest;
    }

    private bool IsTrusted(scoped in FrameContext context)
    {
        if (_tunnels.IsAny || _tunnels.Trusts(context.Source))
        {
            return true;
        }
        UntrustedTunnels++;
        return false;
    }

    /// <summary>RFC 4302 2: in IPv4 the header stands between the packet and what it carries; IPv6 has passed over it as an extension.</summary>
    private FrameOutcome Authenticated(ref FrameContext context, ReadOnlySpan<byte> bytes, bool isCut) =>
        bytes.Length < 2 || bytes.Length < (bytes[1] + 2) * 4 ? FrameOutcome.Truncated
        : IsTooDeep(ref context) ? FrameOutcome.Unsupported
        : Transport(ref context, bytes[0], bytes[((bytes[1] + 2) * 4)..], isCut);

    private FrameOutcome Tunnelled(ref FrameContext context, Layer layer) => IsTooDeep(ref context) ? FrameOutcome.Unsupported : Unwrap(ref context, layer);

    private FrameOutcome Ipv4Fragment(ref FrameContext context, scoped in Ipv4Packet packet)
    {
        var key = new FragmentKey(packet.Source, packet.Destination, packet.Identification, packet.Protocol);
        var outcome = _fragments.Add(context.Time, key, new FragmentPlace(packet.FragmentOffset, packet.MoreFragments), packet.Payload, packet.IsCut, out var whole);
        if (whole is not null)
        {
            outcome = Transport(ref context, packet.Protocol, whole.Start, isCut: false);
            _fragments.Return(whole);
        }
        return outcome;
    }

    private FrameOutcome Ipv6Fragment(ref FrameContext context, scoped in Ipv6Packet packet)
    {
        // RFC 8200 4.5: the Next Header of the first fragment counts, those of the others may differ: it is no part of the key.
        var key = new FragmentKey(packet.Source, packet.Destination, packet.Identification, 0);
        var place = new FragmentPlace(packet.FragmentOffset, packet.MoreFragments) { Protocol = packet.Protocol };
        var outcome = _fragments.Add(context.Time, key, place, packet.Payload, packet.IsCut, out var whole);
        if (whole is not null)
        {
            var protocol = whole.Protocol;
            var status = Ipv6Packet.TrySkipExtensions(whole.Start, ref protocol, out var length);
            outcome = status == DecodeStatus.Ok ? Transport(ref context, protocol, whole.Start[length..], isCut: false) : FrameOutcomes.Of(status);
            _fragments.Return(whole);
        }
        return outcome;
    }
}
