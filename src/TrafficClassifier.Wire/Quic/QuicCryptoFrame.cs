namespace TrafficClassifier.Wire.Quic;

/// <summary>A piece of the handshake (RFC 9000 19.6).</summary>
public readonly ref struct QuicCryptoFrame
{
    internal QuicCryptoFrame(long offset, ReadOnlySpan<byte> data)
    {
        Offset = offset;
        Data = data;
    }

    /// <summary>Where the piece belongs in the stream of handshake bytes; with the data, it ends below 2^62.</summary>
    public long Offset { get; }

    public ReadOnlySpan<byte> Data { get; }
}
