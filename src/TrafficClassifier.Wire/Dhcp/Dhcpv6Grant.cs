using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Wire.Dhcp;

/// <summary>An address or a prefix that stands in a message's identity associations.</summary>
/// <param name="Kind">The association's option: IA_NA, IA_TA or IA_PD.</param>
/// <param name="AssociationId">IAID: the interface it is for.</param>
/// <param name="Address">The address, or the prefix's first one.</param>
/// <param name="PrefixLength">128 for an address.</param>
/// <param name="PreferredSeconds">0: not for new connections any more.</param>
/// <param name="ValidSeconds">0: no longer the client's; 0xffffffff: for ever (RFC 8415 7.7).</param>
/// <param name="Status">Of the association, or of the address in it; anything but 0 means that it is not granted (RFC 8415 18.2.10.1).</param>
public readonly record struct Dhcpv6Grant(
    ushort Kind, uint AssociationId, IpAddress Address, byte PrefixLength, uint PreferredSeconds, uint ValidSeconds, ushort Status);
