using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>A hello in QUIC of which not all pieces are here.</summary>
internal struct UnfinishedHello
{
    public MessageBuffer Buffer;
    public uint Version;

    /// <summary>Of the last piece's frame.</summary>
    public Instant Time;
    public long Number;
}
