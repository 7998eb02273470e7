using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Neighbours;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Turns ARP and neighbour discovery into claims. The sender of an ARP packet claims its address, unless it only asks whether it is free
/// (RFC 5227 2.1.1). A solicitation claims its source, and from the unspecified address its target, which SLAAC announces in no other way
/// (RFC 4862 5.4.2); an advertisement claims its target.
/// </summary>
public sealed class NeighbourReader
{
    private const byte SentOnThisLink = 255;

    private readonly NeighbourTable _neighbours;

    public NeighbourReader(NeighbourTable neighbours) => _neighbours = neighbours;

    public long Claims { get; private set; }

    /// <summary>Messages from beyond the link, or whose hardware address is nobody's or is not the frame's.</summary>
    public long Disbelieved { get; private set; }

    public void Observe(scoped in FrameContext context, scoped in ArpPacket packet)
    {
        if (!packet.IsProbe)
        {
            Claim(context, packet.Sender, packet.SenderHardware, isTentative: false);
        }
    }

    public void Observe(scoped in FrameContext context, scoped in NeighbourMessage message)
    {
        var source = context.Source;
        if (context.HopLimit != SentOnThisLink)
        {
            Disbelieved++; // RFC 4861 7.1.1, 7.1.2: a router may have passed it on
        }
        else if (message.IsAdvertisement)
        {
            // Proxies and anycast leave the override flag out, and so does nobody else in an answer to an address of its own.
            Claim(context, message.Target, message.LinkLayer, isTentative: !message.IsOverride);
        }
        else if (source.IsUnspecified)
        {
            // RFC 4861 7.1.1: with the option for a source that is not there it is discarded.
            if (message.LinkLayer.IsEmpty)
            {
                Claim(context, message.Target, default, isTentative: true);
            }
        }
        else
        {
            Claim(context, source, message.LinkLayer, isTentative: false);
        }
    }

    /// <param name="context">Whose frame's sender must be the one that the message names, if both are told.</param>
    /// <param name="address">Claimed.</param>
    /// <param name="told">By the message; empty where it leaves the frame to tell.</param>
    /// <param name="isTentative">Takes only what nobody holds.</param>
    private void Claim(scoped in FrameContext context, IpAddress address, ReadOnlySpan<byte> told, bool isTentative)
    {
        var framed = context.LinkSource;
        var mac = MacAddress.FromBytes(told.IsEmpty ? framed : told);
        var isForeign = !told.IsEmpty && !framed.IsEmpty && !told.SequenceEqual(framed);
        if (isForeign || mac == MacAddress.None || mac.IsGroup || address.IsUnspecified || address.IsMulticast)
        {
            Disbelieved++;
            return;
        }
        Claims++;
        _neighbours.Claim(address, mac, context.Time, isTentative);
    }
}
