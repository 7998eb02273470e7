namespace TrafficClassifier.Wire.Dhcp;

/// <summary>Option 53 (RFC 2132 9.6). <see cref="None"/> is plain BOOTP; later types are numbers without a name.</summary>
public enum DhcpMessageType : byte
{
    None = 0,
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Ack = 5,
    Nak = 6,
    Release = 7,
    Inform = 8,

    /// <summary>RFC 4388 6.1: a relay asks who holds an address, and is told.</summary>
    LeaseQuery = 10,
    LeaseUnassigned = 11,
    LeaseUnknown = 12,
    LeaseActive = 13,
}
