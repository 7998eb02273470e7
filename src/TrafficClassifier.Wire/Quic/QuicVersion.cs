namespace TrafficClassifier.Wire.Quic;

/// <summary>A version of QUIC as long headers carry it (RFC 8999 5.1). Open: only some are known.</summary>
public readonly record struct QuicVersion(uint Value)
{
    public static readonly QuicVersion Version1 = new(1);
    public static readonly QuicVersion Version2 = new(0x6b33_43cf);

    /// <summary>The packet is a Version Negotiation (RFC 8999 6): a server's list of what it speaks.</summary>
    public bool IsNegotiation => Value == 0;

    /// <summary>0x?a?a?a?a (RFC 9000 15): sent to be refused, so that the server must tell what it speaks.</summary>
    public bool ForcesNegotiation => (Value & 0x0f0f_0f0f) == 0x0a0a_0a0a;

    /// <summary>The keys of its Initials are known.</summary>
    public bool IsKnown => InitialSalt is not null;

    /// <summary>What the first byte's type bits say of a packet. RFC 9369 3.2 moved them by one, so that nobody may depend on them.</summary>
    internal QuicPacketType TypeOf(byte first) => (QuicPacketType)(((first >> 4) - (this == Version2 ? 1 : 0)) & 3);

    internal QuicInitialSalt? InitialSalt => Value switch
    {
        1 or 0xff00_0021 or 0xff00_0022 => QuicInitialSalt.Version1,
        0x6b33_43cf => QuicInitialSalt.Version2,
        >= 0xff00_001d and <= 0xff00_0020 => QuicInitialSalt.Draft29,
        >= 0xff00_0017 and <= 0xff00_001c => QuicInitialSalt.Draft23,
        0xff00_0016 => QuicInitialSalt.Draft22,
        // mvfst, Facebook's own: made of drafts 22 and 27.
        0xface_b001 => QuicInitialSalt.Draft22,
        0xface_b002 or 0xface_b00e or >= 0xface_b011 and <= 0xface_b013 => QuicInitialSalt.Draft23,
        // T050 and T051, Google's own, with TLS inside; Q050 has another handshake inside.
        0x5430_3530 => QuicInitialSalt.GoogleT050,
        0x5430_3531 => QuicInitialSalt.GoogleT051,
        _ => null,
    };
}
