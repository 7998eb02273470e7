namespace TrafficClassifier.Workers;

/// <summary>What a record of a log tells.</summary>
internal enum ObservationKind : byte
{
    /// <summary>Frames by outcome, and the lost ones, of one minute.</summary>
    Frames,

    /// <summary>The frames have come to another minute.</summary>
    Minute,
    Dns,
    ClientHello,
    GoogleHello,
    HttpRequest,
    Dhcp,
    Dhcpv6,
    Neighbour,
    Arp,
    Radius,
    Unread,

    /// <summary>What a line of a log told.</summary>
    LogRecords,
}
