namespace TrafficClassifier.Sightings;

/// <summary>How a ClientHello came.</summary>
/// <param name="Transport">What carried it.</param>
/// <param name="QuicVersion">Of QUIC, as on the wire; else 0.</param>
/// <param name="IsMidStream">Its direction had carried other bytes before: STARTTLS, CONNECT, SOCKS.</param>
public readonly record struct HelloOrigin(HelloTransport Transport, uint QuicVersion, bool IsMidStream);
