namespace TrafficClassifier.FrameFuzz;

/// <summary>Of what there is no end.</summary>
internal enum FloodKind
{
    /// <summary>SYNs of spoofed flows.</summary>
    Flows,

    /// <summary>Hellos that never finish.</summary>
    Hellos,

    /// <summary>First fragments of packets that never finish.</summary>
    Fragments,

    /// <summary>DNS answers with random names, to random clients.</summary>
    Answers,

    /// <summary>DHCP leases of random hardware addresses.</summary>
    Leases,

    /// <summary>QUIC Initials that no key opens.</summary>
    Initials,
}
