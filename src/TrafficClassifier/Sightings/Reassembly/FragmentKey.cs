using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>The packet a fragment is of (RFC 791 3.2: source, destination, protocol and identification; RFC 8200 4.5: without protocol).</summary>
internal readonly record struct FragmentKey(IpAddress Source, IpAddress Destination, uint Identification, byte Protocol)
{
    public override int GetHashCode() => new FlowKey(Source, Destination, Identification ^ ((uint)Protocol << 24)).GetHashCode();
}
