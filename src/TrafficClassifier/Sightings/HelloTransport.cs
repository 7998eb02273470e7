namespace TrafficClassifier.Sightings;

/// <summary>What carried a ClientHello.</summary>
public enum HelloTransport : byte
{
    Tls,
    Quic,
    Dtls,
}
