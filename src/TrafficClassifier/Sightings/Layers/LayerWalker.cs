using TrafficClassifier.Capture;
using TrafficClassifier.Sightings.Messages;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Layers;

/// <summary>Walks a frame from the link layer to the transport layer.</summary>
internal sealed class LayerWalker
{
    private const int MostVlanTags = 8;

    private readonly MessageRecogniser _messages;
    private readonly FragmentTable _fragments;

    public LayerWalker(MessageRecogniser messages, FragmentTable fragments)
    {
        _messages = messages;
        _fragments = fragments;
    }

    public FrameOutcome Walk(ref FrameContext context, LinkType linkType, ReadOnlySpan<byte> bytes)
    {
        if (linkType == LinkType.Ethernet)
        {
            var status = EthernetFrame.TryRead(bytes, out var ethernet);
            if (status != DecodeStatus.Ok)
            {
                return FrameOutcomes.Of(status);
            }
            context.LinkSource = ethernet.Source;
            return Network(ref context, ethernet.TypeOrLength, ethernet.Payload);
        }
        return RareLink(ref context, linkType, bytes);
    }

    private FrameOutcome RareLink(ref FrameContext context, LinkType linkType, ReadOnlySpan<byte> bytes)
    {
        DecodeStatus status;
        if (linkType == LinkType.Ipv4)
        {
            return Ipv4(ref context, bytes);
        }
        if (linkType == LinkType.Ipv6)
        {
            return Ipv6(ref context, bytes);
        }
        if (linkType.IsRawIp)
        {
            return bytes.IsEmpty ? FrameOutcome.Truncated : (bytes[0] >> 4) switch
            {
                4 => Ipv4(ref context, bytes),
                6 => Ipv6(ref context, bytes),
                _ => FrameOutcome.Malformed,
            };
        }
        if (linkType == LinkType.LinuxCooked)
        {
            status = LinuxCookedFrame.TryRead(bytes, out var cooked);
            return status == DecodeStatus.Ok ? Network(ref context, cooked.Protocol, cooked.Payload) : FrameOutcomes.Of(status);
        }
        if (linkType == LinkType.LinuxCooked2)
        {
            status = LinuxCooked2Frame.TryRead(bytes, out var cooked);
            return status == DecodeStatus.Ok ? Network(ref context, cooked.Protocol, cooked.Payload) : FrameOutcomes.Of(status);
        }
        if (linkType == LinkType.Null || linkType == LinkType.Loop)
        {
            status = LoopbackFrame.TryRead(bytes, out var loopback);
            return status == DecodeStatus.Ok ? Network(ref context, loopback.EtherType, loopback.Payload) : FrameOutcomes.Of(status);
        }
        return FrameOutcome.Unsupported;
    }

    private FrameOutcome Network(ref FrameContext context, ushort type, ReadOnlySpan<byte> payload)
    {
        if (type == EtherType.Ipv4)
        {
            return Ipv4(ref context, payload);
        }
        if (type == EtherType.Ipv6)
        {
            return Ipv6(ref context, payload);
        }
        return RareNetwork(ref context, type, payload);
    }

    private FrameOutcome RareNetwork(ref FrameContext context, ushort type, ReadOnlySpan<byte> payload)
    {
        var tagged = payload;
        var tags = 0;
        while (EtherType.IsVlan(type))
        {
            if (tags == MostVlanTags)
            {
                return FrameOutcome.Unsupported;
            }
            var status = VlanTag.TryRead(payload, out var tag);
            if (status != DecodeStatus.Ok)
            {
                return FrameOutcomes.Of(status);
            }
            tags++;
            context.VlanTags = tagged[..(tags * VlanTag.Length)];
            type = tag.TypeOrLength;
            payload = tag.Payload;
        }
        if (type < EtherType.Smallest)
        {
            if (LlcSnapHeader.TryRead(payload, out var snap) != DecodeStatus.Ok)
            {
                return FrameOutcome.NotOfInterest; // spanning tree, IPX and the like
            }
            type = snap.TypeOrLength;
            payload = snap.Payload;
        }
        return type switch
        {
            EtherType.Ipv4 => Ipv4(ref context, payload),
            EtherType.Ipv6 => Ipv6(ref context, payload),
            EtherType.Arp => _messages.Arp(ref context, payload),
            _ => FrameOutcome.NotOfInterest,
        };
    }

    private FrameOutcome Ipv4(ref FrameContext context, ReadOnlySpan<byte> bytes)
    {
        var status = Ipv4Packet.TryReadCut(bytes, out var packet);
        if (status != DecodeStatus.Ok)
        {
            return FrameOutcomes.Of(status);
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
        IpProtocol.Udp => _messages.Udp(ref context, bytes, isCut),
        IpProtocol.Icmpv6 => _messages.Icmpv6(ref context, bytes),
        _ => FrameOutcome.NotOfInterest,
    };

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
