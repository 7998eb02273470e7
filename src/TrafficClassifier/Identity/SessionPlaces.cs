using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>Where a session is, as far as its record tells: what is not told is unspecified.</summary>
/// <param name="Ipv4">Framed-IP-Address.</param>
/// <param name="Ipv6">Framed-IPv6-Address, or Framed-IPv6-Prefix with its interface id.</param>
/// <param name="Ipv6Prefix">Framed-IPv6-Prefix of 64 bits: the session's alone.</param>
/// <param name="Mac">Calling-Station-Id, where it is a hardware address.</param>
public readonly record struct SessionPlaces(IpAddress Ipv4, IpAddress Ipv6, IpAddress Ipv6Prefix, MacAddress Mac)
{
    internal const int Count = 4;

    /// <summary>The first so many are one session's alone; Wi-Fi controllers tell the same prefix of many.</summary>
    internal const int OfOneSession = 2;

    /// <summary>Reserved subnet anycast (RFC 5453): no host has such an address, so it can stand for its whole network.</summary>
    private const ulong WholeNetwork = 0xfdff_ffff_ffff_ffc0;

    /// <summary>A key of the table of sessions; unspecified for what is not told.</summary>
    internal IpAddress this[int place] => place switch
    {
        0 => Ipv4,
        1 => Ipv6,
        2 => Ipv6Prefix.IsUnspecified ? default : OfNetwork(Ipv6Prefix),
        _ => Mac == MacAddress.None ? default : Of(Mac),
    };

    /// <summary>With what is told now in place of what was before.</summary>
    internal SessionPlaces With(in SessionPlaces told) => new(
        told.Ipv4.IsUnspecified ? Ipv4 : told.Ipv4,
        told.Ipv6.IsUnspecified ? Ipv6 : told.Ipv6,
        told.Ipv6Prefix.IsUnspecified ? Ipv6Prefix : told.Ipv6Prefix,
        told.Mac == MacAddress.None ? Mac : told.Mac);

    internal static IpAddress OfNetwork(IpAddress address) => address with { Low = WholeNetwork };

    /// <summary>Among multicast addresses, which are nobody's.</summary>
    internal static IpAddress Of(MacAddress mac) => new(ulong.MaxValue, mac.Value);
}
