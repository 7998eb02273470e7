using Circular2010.Frames;

namespace Circular2010.Network;

/// <summary>The university's fixed addresses, and who sends a frame as the core's mirror port sees it.</summary>
internal static class Campus
{
    public const uint DhcpServer = 0x0A140005; // 10.20.0.5
    public const uint Resolver = 0x0A14000A; // 10.20.0.10
    public const uint FirstProxy = 0x0A14001E; // 10.20.0.30, port 3128
    public const uint SecondProxy = 0x0A14001F; // 10.20.0.31, port 8080
    public const uint FirstSeminarSocket = 0x0A143C0B; // 10.20.60.11, printed on the wall beside the socket
    public const uint Broadcast = 0xFFFFFFFF;
    public const ulong BroadcastMac = 0xFFFF_FFFF_FFFF;
    public const ulong DhcpServerMac = 0x001A_A0C4_0005;
    private const ulong CoreMac = 0x001B_0D63_0001;
    private const ulong BuildingMac = 0x001B_0D63_0100;

    /// <summary>A client behind its building's router: the hardware address tells the building, never the device.</summary>
    public static Endpoint Client(uint address, int port) => new(BuildingMac + (address >> 8 & 0xFF), address, port);

    public static Endpoint Outside(uint address, int port) => new(CoreMac, address, port);

    public static Endpoint Relay(uint clientAddress) => new(BuildingMac + (clientAddress >> 8 & 0xFF), Gateway(clientAddress), 67);

    public static uint Gateway(uint clientAddress) => (clientAddress & 0xFFFFFF00) + 1;
}
