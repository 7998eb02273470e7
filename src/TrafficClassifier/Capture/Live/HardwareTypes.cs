namespace TrafficClassifier.Capture.Live;

/// <summary>What the frames of an interface begin with, by its type (ARPHRD_, linux/if_arp.h).</summary>
internal static class HardwareTypes
{
    private const int Ethernet = 1, Wireless = 801, WirelessPrism = 802, WirelessRadiotap = 803, Loopback = 772, Ppp = 512,
        None = 0xfffe, RawIp = 519, Tunnel = 768, Tunnel6 = 769, Sit = 776, Gre = 778;

    public static LinkType LinkTypeOf(int hardwareType) => hardwareType switch
    {
        Ethernet or Loopback => LinkType.Ethernet,
        Wireless => LinkType.Wireless,
        WirelessPrism => LinkType.WirelessPrism,
        WirelessRadiotap => LinkType.WirelessRadiotap,
        // Raw sockets see these without a header of the link.
        None or RawIp or Ppp or Tunnel or Tunnel6 or Sit or Gre => new LinkType(101),
        _ => new LinkType(ushort.MaxValue),
    };
}
