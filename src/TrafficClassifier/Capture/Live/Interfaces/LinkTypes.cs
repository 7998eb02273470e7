namespace TrafficClassifier.Capture.Live.Interfaces;

/// <summary>What frames of an interface begin with, by its hardware type (linux/if_arp.h).</summary>
internal static class LinkTypes
{
    /// <returns>Null: of a type that a raw socket gives no dependable header for.</returns>
    public static LinkType? Of(ushort hardwareType) => hardwareType switch
    {
        1 or 772 => LinkType.Ethernet, // ARPHRD_ETHER; ARPHRD_LOOPBACK, whose frames have Ethernet headers of zeros
        65534 or 519 or 768 or 769 or 776 => LinkType.RawIp, // ARPHRD_NONE (tun, WireGuard), RAWIP, TUNNEL, TUNNEL6, SIT
        801 => LinkType.Wireless,
        802 => LinkType.WirelessPrism,
        803 => LinkType.WirelessRadiotap,
        _ => null,
    };
}
