using TrafficClassifier.Wire.Quic;

namespace TrafficClassifier.Sightings.Messages;

/// <summary>What is remembered of a connection whose client's Initials can be read.</summary>
internal struct QuicConnection
{
    /// <summary>Derived once (RFC 9001 5.2): only a Retry changes them.</summary>
    public QuicInitialKeys Keys;

    /// <summary>Whose keys these are.</summary>
    public QuicConnectionId KeyId;

    /// <summary>What the client calls the server since it has heard of it; at first as <see cref="KeyId"/>.</summary>
    public QuicConnectionId KnownId;

    /// <summary>Initials that no key opened.</summary>
    public int Failures;

    /// <summary>Pieces of the hello came: they are among the unfinished hellos, unless those gave it up.</summary>
    public bool HasPieces;

    /// <summary>The hello was told, or given up.</summary>
    public bool IsSettled;
}
