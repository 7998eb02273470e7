namespace TrafficClassifier.Sightings;

/// <summary>Why a connection shows no name.</summary>
public enum UnreadKind : byte
{
    /// <summary>A protocol that is not read, on a port where sites are.</summary>
    Unknown,

    /// <summary>A QUIC connection whose hello could not be read: its version or its keys are not known.</summary>
    Quic,

    /// <summary>A tunnel of a virtual private network: what is inside is out of sight.</summary>
    Vpn,
}
