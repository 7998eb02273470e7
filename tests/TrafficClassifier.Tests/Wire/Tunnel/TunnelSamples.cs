namespace TrafficClassifier.Tests.Wire.Tunnel;

/// <summary>A valid unit of each tunnel; the payloads are not of the types they claim.</summary>
internal static class TunnelSamples
{
    public static readonly byte[] GrePacket = Hex.Bytes("""
        b0 00 | checksum, key, sequence
        08 00 | type: IPv4
        12 34 00 00 | checksum
        00 00 00 07 | key
        00 00 00 01 | sequence
        45 46 | payload
        """);

    public static readonly byte[] ErspanHeader = Hex.Bytes("""
        20 64 | version 2 (type III), VLAN 100
        00 05 | session 5
        00 00 00 01 | time
        00 00 00 01 | group, flags: Ethernet, subheader
        00 00 00 00 00 00 00 00 | platform
        33 33 | payload
        """);

    public static readonly byte[] VxlanHeader = Hex.Bytes("""
        08 00 00 00 | network told
        00 00 64 00 | network 100
        33 33 | payload
        """);

    public static readonly byte[] GeneveHeader = Hex.Bytes("""
        01 00 | one word of options
        65 58 | type: Ethernet
        00 00 64 00 | network 100
        00 00 00 00 | option
        33 33 | payload
        """);

    public static readonly byte[] GtpHeader = Hex.Bytes("""
        34 ff | version 1, extension; T-PDU
        00 0a | length
        00 00 00 09 | endpoint
        00 00 00 85 | sequence, N-PDU, next: PDU session
        01 00 09 00 | the extension, the last
        45 46 | payload
        """);

    public static readonly byte[] TeredoHeader = Hex.Bytes("""
        00 01 00 00 | authentication
        00 00 00 00 00 00 00 01 00 | nonce, confirmation
        00 00 | origin
        ef 0f fe ef fe ef | port, address
        60 61 | payload
        """);

    public static readonly byte[] L2tpHeader = Hex.Bytes("""
        4a 02 | length, sequence, offset; version 2
        00 12 | length
        00 01 00 02 | tunnel, session
        00 05 00 00 | Ns, Nr
        00 02 00 00 | offset, pad
        ff 03 | PPP
        """);

    public static readonly byte[] CapwapHeader = Hex.Bytes("""
        00 | version 0, no DTLS
        10 03 00 | 2 words, 802.11, native
        00 00 00 00 | not a fragment
        08 01 | payload
        """);

    public static readonly byte[] AyiyaHeader = Hex.Bytes("""
        10 01 01 29 | identity of 2 bytes, no signature, forward IPv6
        00 00 00 01 | epoch
        12 34 | identity
        60 61 | payload
        """);

    public static readonly byte[] NshHeader = Hex.Bytes("""
        0f c2 01 01 | 2 words, MD type 1, next: IPv4
        00 00 01 ff | service path
        45 46 | payload
        """);
}
