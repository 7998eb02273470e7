namespace TrafficClassifier.Wire.Quic;

/// <summary>The type of a long-header packet (RFC 9000 17.2), in the numbers of version 1.</summary>
public enum QuicPacketType : byte
{
    Initial,
    ZeroRtt,
    Handshake,
    Retry,
}
