namespace TrafficClassifier.Workers;

/// <summary>What a record of an <see cref="ObservationLog"/> tells.</summary>
internal enum ObservationKind : byte
{
    Name,
    Answer,
    Dhcp,
    Dhcpv6,
    Neighbour,
    Arp,
    Radius,

    /// <summary>Time has come to that of the record: minutes before may close.</summary>
    Move,

    /// <summary>What became of frames since the last such record.</summary>
    Outcomes,

    /// <summary>Frames that never came.</summary>
    Lost,
}
