namespace TrafficClassifier.Sightings;

/// <summary>Which of the protocols that share DNS's message form.</summary>
public enum DnsKind : byte
{
    Dns,

    /// <summary>RFC 6762, port 5353: names of the local link.</summary>
    Multicast,

    /// <summary>RFC 4795, port 5355: names of the local link.</summary>
    LinkLocal,
}
