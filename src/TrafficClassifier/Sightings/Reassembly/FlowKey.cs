using System.Buffers.Binary;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// One direction of a connection. VLAN tags are no part of it: a mirror may tag one direction only. The hash is seeded anew in each
/// process, so that nobody can choose flows that collide.
/// </summary>
internal readonly record struct FlowKey(IpAddress Source, IpAddress Destination, uint Ports)
{
    /// <summary>Of two IPv6 addresses.</summary>
    public const int AddressesLength = 32;

    private static readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    /// <summary>Odd and secret too: differences between keys that collide under a known factor would collide under every seed.</summary>
    private static readonly ulong _factor = ((ulong)Random.Shared.NextInt64() << 1) | 1;

    public static FlowKey Of(scoped in FrameContext context) =>
        new(context.Source, context.Destination, ((uint)context.SourcePort << 16) | context.DestinationPort);

    public FlowKey Reversed => new(Destination, Source, (Ports << 16) | (Ports >> 16));

    /// <summary>Both addresses, as they stand in an IP header.</summary>
    /// <returns>The length: 8, or 32.</returns>
    public int WriteAddresses(Span<byte> addresses)
    {
        if (Source.IsIpv4 && Destination.IsIpv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(addresses, (uint)Source.Low);
            BinaryPrimitives.WriteUInt32BigEndian(addresses[4..], (uint)Destination.Low);
            return 8;
        }
        BinaryPrimitives.WriteUInt64BigEndian(addresses, Source.High);
        BinaryPrimitives.WriteUInt64BigEndian(addresses[8..], Source.Low);
        BinaryPrimitives.WriteUInt64BigEndian(addresses[16..], Destination.High);
        BinaryPrimitives.WriteUInt64BigEndian(addresses[24..], Destination.Low);
        return AddressesLength;
    }

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
