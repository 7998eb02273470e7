namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>What is remembered of one direction of a connection.</summary>
internal struct TcpFlow
{
    /// <summary>Sequence number of the first byte; where no SYN was seen, of nothing.</summary>
    public uint Start;

    /// <summary>Sequence number behind what was read, or of what is awaited.</summary>
    public uint Next;

    public FlowStage Stage;

    public bool HasSyn;

    /// <summary>Its hello was told: there is one name to a connection, however many hellos (RFC 8446 4.1.4) it takes.</summary>
    public bool HasHello;
}

/// <summary>How far a <see cref="TcpFlow"/> got.</summary>
internal enum FlowStage : byte
{
    /// <summary>Its first byte is still to come.</summary>
    Awaiting,

    /// <summary>Its beginning was read, or is nothing that is read; messages may begin at later segments.</summary>
    Settled,

    /// <summary>DNS, at the beginning of a message.</summary>
    Dns,
}
