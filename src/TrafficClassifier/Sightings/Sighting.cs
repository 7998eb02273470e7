using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings;

/// <summary>Evidence that a client address asked for, or connected to, a domain at a time.</summary>
public readonly ref struct Sighting
{
    public Sighting(Instant time, IpAddress client, ReadOnlySpan<byte> domain, Evidence evidence, bool isEncryptedHello = false)
    {
        Time = time;
        Client = client;
        Domain = domain;
        Evidence = evidence;
        IsEncryptedHello = isEncryptedHello;
    }

    public Instant Time { get; }

    public IpAddress Client { get; }

    /// <summary>Lower-case text without a final dot; empty when the connection carried no readable name.</summary>
    public ReadOnlySpan<byte> Domain { get; }

    public Evidence Evidence { get; }

    /// <summary>The hello had an inner, encrypted one: the domain may be a cover.</summary>
    public bool IsEncryptedHello { get; }
}
