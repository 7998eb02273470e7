using TrafficClassifier.Capture;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Link;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Workers;

/// <summary>
/// Finds the innermost two addresses of a frame, through the same layers as <see cref="LayerWalker"/>. Of a tunnel's packet in fragments only
/// the first shows them: the others follow it.
/// </summary>
internal sealed class AddressFinder
{
    private const int Fragments = 1 << 12;

    /// <summary>What the first fragments of tunnels showed; a newer one makes way for none.</summary>
    private readonly (ulong Key, ulong Pair)[] _firstFragments = new (ulong, ulong)[Fragments];

    /// <returns>A hash of both, 0 where there are none.</returns>
    public ulong Find(LinkType linkType, ReadOnlySpan<byte> bytes)
    {
        var context = new FrameContext(default, 0);
        var layer = linkType == LinkType.Ethernet ? Layer.Of(LayerKind.Ethernet, bytes) : LinkLayers.Read(ref context, linkType, bytes);
        ulong pair = 0;
        ulong fragments = 0;
        while (layer.Kind != LayerKind.End)
        {
            layer = IsIp(layer) ? Ip(layer.Bytes, ref pair, ref fragments) : Next(ref context, layer);
        }
        if (fragments != 0)
        {
            _firstFragments[fragments % Fragments] = (fragments, pair);
        }
        return pair;
    }

    private static bool IsIp(Layer layer) =>
        layer.Kind == LayerKind.Ip || (layer.Kind == LayerKind.EtherType && layer.Type is EtherType.Ipv4 or EtherType.Ipv6);

    private static Layer Next(scoped ref FrameContext context, Layer layer) => layer.Kind switch
    {
        LayerKind.EtherType when EtherType.IsVlan(layer.Type) => VlanTag.TryRead(layer.Bytes, out var tag) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(tag.TypeOrLength, tag.Payload) : Layer.End(status),
        LayerKind.EtherType => EtherLayers.Read(layer.Type, layer.Bytes),
        LayerKind.Ethernet => EthernetFrame.TryRead(layer.Bytes, out var frame) is var status && status == DecodeStatus.Ok
            ? Layer.OfType(frame.TypeOrLength, frame.Payload) : Layer.End(status),
        LayerKind.Llc => LlcLayers.Read(layer.Bytes),
        LayerKind.Mpls => EtherLayers.Mpls(layer.Bytes),
        LayerKind.Ppp => PppLayers.Read(layer.Bytes),
        LayerKind.Wireless or LayerKind.SwappedWireless => Wireless(layer),
        _ => LinkLayers.Read(ref context, new LinkType(layer.Type), layer.Bytes),
    };

    private static Layer Wireless(Layer layer)
    {
        var status = layer.Kind == LayerKind.Wireless ? WirelessFrame.TryRead(layer.Bytes, out var frame) : WirelessFrame.TryReadSwapped(layer.Bytes, out frame);
        return status != DecodeStatus.Ok ? Layer.End(status)
            : frame.IsAggregate ? Layer.Of(LayerKind.Ethernet, frame.Payload) : Layer.Of(LayerKind.Llc, frame.Payload);
    }

    /// <param name="bytes">Of the packet, whose version says what it is.</param>
    /// <param name="pair">Its two addresses.</param>
    /// <param name="fragments">Whose first one the outermost packet in fragments is.</param>
    private Layer Ip(ReadOnlySpan<byte> bytes, scoped ref ulong pair, scoped ref ulong fragments)
    {
        byte protocol;
        ulong place;
        uint identification;
        bool isFragment;
        ReadOnlySpan<byte> payload;
        if (!bytes.IsEmpty && bytes[0] >> 4 == 4 && Ipv4Packet.TryReadCut(bytes, out var v4) == DecodeStatus.Ok)
        {
            pair = FrameShare.Hash(bytes.Slice(12, 8));
            (protocol, identification, isFragment, place) = (v4.Protocol, v4.Identification, v4.IsFragment, (ulong)v4.FragmentOffset);
            payload = v4.Payload;
        }
        else if (Ipv6Packet.TryReadCut(bytes, out var v6) == DecodeStatus.Ok)
        {
            pair = FrameShare.Hash(bytes.Slice(8, 32));
            (protocol, identification, isFragment, place) = (v6.Protocol, v6.Identification, v6.IsFragment, (ulong)v6.FragmentOffset);
            payload = v6.Payload;
        }
        else
        {
            return Layer.End(FrameOutcome.Malformed);
        }
        if (isFragment)
        {
            var key = (pair ^ identification) | 1;
            if (place != 0)
            {
                var first = _firstFragments[key % Fragments];
                pair = first.Key == key ? first.Pair : pair;
                return Layer.End(FrameOutcome.Fragment);
            }
            fragments = fragments == 0 ? key : fragments;
        }
        return Inside(protocol, payload);
    }

    private static Layer Inside(byte protocol, ReadOnlySpan<byte> bytes)
    {
        if (protocol == IpProtocol.Authentication)
        {
            return bytes.Length < 2 || bytes.Length < (bytes[1] + 2) * 4 ? Layer.End(FrameOutcome.Truncated) : Inside(bytes[0], bytes[((bytes[1] + 2) * 4)..]);
        }
        if (protocol != IpProtocol.Udp)
        {
            return IpTunnels.Read(protocol, bytes);
        }
        return UdpTunnels.MayCarry(bytes) && UdpTunnels.TryRead(bytes, out var layer) ? layer : Layer.End(FrameOutcome.NotOfInterest);
    }
}
