using PacketDotNet;

namespace TrafficClassifier.Tests.Scenario;

/// <summary>What a rule about DHCP needs to know of a frame, read by PacketDotNet and plain offsets: not by the product.</summary>
internal sealed record DhcpFrame(byte Type, bool IsReply, bool HasClientAddress, bool HasYourAddress, bool IsToServerPort)
{
    public const byte Decline = 4, Ack = 5, Release = 7;

    /// <summary>Null for anything else, damaged DHCP too.</summary>
    public static DhcpFrame? TryRead(ReadOnlyMemory<byte> frame)
    {
        UdpPacket? udp;
        try
        {
            udp = Packet.ParsePacket(LinkLayers.Ethernet, frame.ToArray()).Extract<UdpPacket>();
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or InvalidOperationException or OverflowException)
        {
            return null;
        }
        if (udp is null || udp.DestinationPort is not (67 or 68))
        {
            return null;
        }
        var bytes = udp.PayloadDataSegment?.ActualBytes() ?? udp.PayloadPacket?.Bytes ?? [];
        if (bytes.Length < 244)
        {
            return null;
        }
        return new DhcpFrame(TypeOf(bytes), bytes[0] == 2, bytes.AsSpan(12, 4).ContainsAnyExcept((byte)0),
            bytes.AsSpan(16, 4).ContainsAnyExcept((byte)0), udp.DestinationPort == 67);
    }

    private static byte TypeOf(byte[] bytes)
    {
        for (var at = 240; at + 2 < bytes.Length && bytes[at] != 255; at += bytes[at] == 0 ? 1 : 2 + bytes[at + 1])
        {
            if (bytes[at] == 53)
            {
                return bytes[at + 2];
            }
        }
        return 0;
    }
}
