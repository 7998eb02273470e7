namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>Where a fragment belongs.</summary>
/// <param name="Offset">In bytes.</param>
/// <param name="HasMore">It is not the last one.</param>
internal readonly record struct FragmentPlace(int Offset, bool HasMore)
{
    /// <summary>Of IPv6: what its fragment header names next.</summary>
    public byte Protocol { get; init; }
}
