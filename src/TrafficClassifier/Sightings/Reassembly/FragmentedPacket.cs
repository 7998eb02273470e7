namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>A packet of which fragments came.</summary>
internal struct FragmentedPacket
{
    /// <summary>Null when the packet was refused, or made whole.</summary>
    public MessageBuffer? Buffer;

    /// <summary>Bytes of the whole packet's payload; 0 while the last fragment has not come.</summary>
    public int Length;

    /// <summary>When it was made whole or refused.</summary>
    public Instant DoneAt;
    public bool IsRefused;
}
