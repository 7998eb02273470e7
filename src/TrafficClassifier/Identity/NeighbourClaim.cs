using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>An address, and who says to have it, as the table of neighbours keeps it.</summary>
internal struct NeighbourClaim
{
    public IpAddress Address;
    public MacAddress Holder;
    public Instant Heard;

    /// <summary>When another device last claimed the address while this one was heard too; the holder is nobody then.</summary>
    public Instant RivalHeard;
    public bool IsContested;

    /// <summary>Only a question whether the address is free was heard, or a proxy's word.</summary>
    public bool IsTentative;

    /// <summary>The holder's next claim.</summary>
    public int Next;
}
