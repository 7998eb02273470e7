using TrafficClassifier.Identity;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings;

/// <summary>Evidence that a client address asked for, or connected to, a domain at a time.</summary>
public readonly ref struct Sighting
{
    public Sighting(Instant time, IpAddress client, ReadOnlySpan<byte> domain, Evidence evidence)
    {
        Time = time;
        Client = client;
        Domain = domain;
        Evidence = evidence;
        Who = DeviceId.None;
    }

    public Instant Time { get; }

    public IpAddress Client { get; }

    /// <summary>As carried: lower-case text without a final dot; empty when the connection carried no readable name.</summary>
    public ReadOnlySpan<byte> Domain { get; }

    public Evidence Evidence { get; }

    /// <summary>The hello had an inner, encrypted one, or noise that looks like it: the domain may be a cover.</summary>
    public bool IsEncryptedHello { get; init; }

    /// <summary>Some HTTPS record offers the domain as a cover.</summary>
    public bool IsPublicName { get; init; }

    /// <summary>What the client was told of the address it connects to; looked up only where the carried name may not do.</summary>
    public ToldNames Told { get; init; }

    /// <summary>Where the connection goes; unspecified where that says nothing of the site.</summary>
    public IpAddress Server { get; init; }

    public OutOfSight OutOfSight { get; init; }

    /// <summary>The user that the sighting itself names, as a proxy's log does; none: whoever holds the address.</summary>
    public DeviceId Who { get; init; }
}
