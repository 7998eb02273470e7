using TrafficClassifier.Sightings.Messages;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>A stream that waits for bytes. Offsets in its buffer count from <see cref="TcpFlow.Next"/>.</summary>
internal struct OpenStream
{
    public TcpFlow Flow;
    public MessageBuffer Buffer;
    public StreamProgress Progress;

    /// <summary>No beginning was seen, so the pieces are held in the hope that one comes.</summary>
    public bool IsHeld;

    public bool IsMidStream;

    /// <summary>Bytes of the beginning that were shown to the reader.</summary>
    public int Shown;

    /// <summary>Segments taken.</summary>
    public int Pieces;

    /// <summary>Of the last segment taken.</summary>
    public Instant Time;
    public long Number;
}
