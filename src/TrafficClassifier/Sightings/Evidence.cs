namespace TrafficClassifier.Sightings;

/// <summary>How strong a sighting is. The values are stored.</summary>
public enum Evidence : byte
{
    /// <summary>A DNS query: somebody asked for the name, perhaps no more.</summary>
    Lookup = 0,

    /// <summary>A connection that carried the name: TLS server name or HTTP host.</summary>
    Connection = 1,

    /// <summary>
    /// A connection that carried no readable name, to an address that this client was told belongs to one domain. As strong as
    /// <see cref="Connection"/>, and kept apart so that coverage can say how a name was found.
    /// </summary>
    Answer = 2,
}
