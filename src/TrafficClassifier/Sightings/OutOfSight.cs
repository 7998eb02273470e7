namespace TrafficClassifier.Sightings;

/// <summary>What a connection takes out of sight, beside its own name.</summary>
public enum OutOfSight : byte
{
    None,

    /// <summary>Look-ups: DNS over TLS, QUIC or HTTPS.</summary>
    EncryptedDns,

    /// <summary>Everything: a virtual private network, or a relay that hides where its user went.</summary>
    RelayOrVpn,
}
