using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings;

/// <summary>
/// What one message says by itself of where its sender goes: a sighting before it is known what else its client was told. Made by a worker,
/// completed where all workers' meet.
/// </summary>
public readonly ref struct SeenName
{
    public SeenName(Instant time, IpAddress client, ReadOnlySpan<byte> domain, Evidence evidence)
    {
        Time = time;
        Client = client;
        Domain = domain;
        Evidence = evidence;
    }

    public Instant Time { get; }

    public IpAddress Client { get; }

    /// <summary>As in <see cref="Sighting.Domain"/>.</summary>
    public ReadOnlySpan<byte> Domain { get; }

    public Evidence Evidence { get; }

    public bool IsEncryptedHello { get; init; }

    /// <summary>Where the connection goes, where that may tell what the name does not; else unspecified.</summary>
    public IpAddress Server { get; init; }

    /// <summary>The carried name may not do: what the client was told of the server is asked for.</summary>
    public bool NeedsAnswers { get; init; }

    public OutOfSight OutOfSight { get; init; }
}
