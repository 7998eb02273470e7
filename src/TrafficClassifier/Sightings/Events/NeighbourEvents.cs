using TrafficClassifier.Wire.Neighbours;

namespace TrafficClassifier.Sightings.Events;

/// <summary>ARP and neighbour discovery.</summary>
internal sealed class NeighbourEvents(EventLine line)
{
    public void Write(scoped in FrameContext context, scoped in ArpPacket packet)
    {
        line.BeginLink(context, "arp");
        line.Json.WriteString("src_ip"u8, line.Text(packet.Sender));
        line.Json.WriteString("dest_ip"u8, line.Text(packet.Target));
        line.Json.WriteString("proto"u8, "ARP"u8);
        line.Json.WriteStartObject("arp"u8);
        line.Json.WriteString("opcode"u8, packet.Operation switch { 1 => "request"u8, 2 => "reply"u8, _ => "other"u8 });
        line.Json.WriteString("src_mac"u8, EventLine.Colons(packet.SenderHardware));
        line.Json.WriteString("src_ip"u8, line.Text(packet.Sender));
        line.Json.WriteString("dest_mac"u8, EventLine.Colons(packet.TargetHardware));
        line.Json.WriteString("dest_ip"u8, line.Text(packet.Target));
        line.End();
    }

    public void Write(scoped in FrameContext context, scoped in NeighbourMessage message)
    {
        line.Begin(context, "ndp", "IPv6-ICMP");
        line.Json.WriteStartObject("ndp"u8);
        line.Json.WriteString("type"u8, message.IsAdvertisement ? "advertisement"u8 : "solicitation"u8);
        line.Json.WriteString("target"u8, line.Text(message.Target, isIpv6: true));
        if (!message.LinkLayer.IsEmpty)
        {
            line.Json.WriteString("mac"u8, EventLine.Colons(message.LinkLayer));
        }
        if (!context.LinkSource.IsEmpty)
        {
            line.Json.WriteString("src_mac"u8, EventLine.Colons(context.LinkSource));
        }
        if (message.IsRouter)
        {
            line.Json.WriteBoolean("router"u8, true);
        }
        line.End();
    }
}
