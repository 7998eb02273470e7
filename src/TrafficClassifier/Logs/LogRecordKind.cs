namespace TrafficClassifier.Logs;

/// <summary>What a record of a log tells.</summary>
public enum LogRecordKind : byte
{
    /// <summary>A client asked a resolver for a name.</summary>
    Lookup,

    /// <summary>A client was told that a name has an address.</summary>
    Answer,

    /// <summary>A client's query or what it was answered, as a message of the wire.</summary>
    DnsMessage,

    /// <summary>A TLS connection, with its server name.</summary>
    Tls,

    /// <summary>A QUIC connection, with its server name.</summary>
    Quic,

    /// <summary>A request of HTTP.</summary>
    Http,

    /// <summary>A tunnel through a proxy.</summary>
    Connect,

    /// <summary>A request that a proxy refused: somebody asked for the name, no more.</summary>
    Refused,

    /// <summary>An address was leased, or a lease renewed.</summary>
    LeaseGranted,

    /// <summary>A client asked for an address, and said who it is.</summary>
    LeaseAsked,

    /// <summary>A lease was given up by its client.</summary>
    LeaseEnded,

    /// <summary>Somebody logged in (RFC 2866 5.1).</summary>
    SessionStart,

    /// <summary>Somebody is still logged in.</summary>
    SessionInterim,

    /// <summary>Somebody logged out.</summary>
    SessionStop,

    /// <summary>An access server began anew: its sessions are over.</summary>
    ServerRestart,
}
