using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// One direction of a connection. VLAN tags are no part of it: a mirror may tag one direction only. The hash is seeded anew in each
/// process, so that nobody can choose flows that collide.
/// </summary>
internal readonly record struct FlowKey(IpAddress Source, IpAddress Destination, uint Ports)
{
    private static readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    /// <summary>Odd and secret too: differences between keys that collide under a known factor would collide under every seed.</summary>
    private static readonly ulong _factor = ((ulong)Random.Shared.NextInt64() << 1) | 1;

    public static FlowKey Of(scoped in FrameContext context) =>
        new(context.Source, context.Destination, ((uint)context.SourcePort << 16) | context.DestinationPort);

    public FlowKey Reversed => new(Destination, Source, (Ports << 16) | (Ports >> 16));

    public override int GetHashCode()
    {
        var hash = Mix(Source.High ^ _seed) ^ Source.Low;
        hash = Mix(hash + _seed) ^ Destination.High;
        hash = Mix(hash) ^ Destination.Low;
        return (int)(Mix(Mix(hash) ^ Ports) >> 32);
    }

    private static ulong Mix(ulong value)
    {
        value *= _factor;
        return value ^ (value >> 32);
    }
}
