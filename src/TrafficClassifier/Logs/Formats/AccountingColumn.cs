namespace TrafficClassifier.Logs.Formats;

/// <summary>The attributes of accounting that are read (RFC 2866, 2865, 3162, 6911).</summary>
internal enum AccountingColumn : byte
{
    Time,
    Status,
    Session,
    User,
    Server,
    ServerAddress,
    Address,
    Ipv6Address,
    Ipv6Prefix,
    Station,
    Count,
}
