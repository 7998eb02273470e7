namespace TrafficClassifier.Tests.Wire.Link;

/// <summary>A valid unit of each tag and each link layer that is not Ethernet, cooked or loopback; the payloads are not of the types they claim.</summary>
internal static class RareLinkSamples
{
    public static readonly byte[] VnTag = Hex.Bytes("""
        00 01 00 02 | to interface 1 from 2
        08 00 | type: IPv4
        45 46 | payload
        """);

    public static readonly byte[] ETag = Hex.Bytes("""
        00 07 00 08 00 00 | from channel 7 to 8
        86 dd | type: IPv6
        60 61 | payload
        """);

    public static readonly byte[] HsrTag = Hex.Bytes("""
        00 40 | path, size
        12 34 | sequence
        08 00 | type: IPv4
        45 | payload
        """);

    public static readonly byte[] CiscoMetadataTag = Hex.Bytes("""
        01 01 | version 1, one option
        00 01 00 02 | security group 2
        08 00 | type: IPv4
        45 46 | payload
        """);

    public static readonly byte[] BackboneTag = Hex.Bytes("""
        00 00 00 64 | service 100
        33 33 00 00 00 01 | an Ethernet frame
        """);

    public static readonly byte[] MacsecTag = Hex.Bytes("""
        20 00 | channel told, not encrypted
        00 00 00 05 | packet number
        02 00 5e 10 00 09 00 01 | channel
        08 00 | type: IPv4
        45 46 | payload
        """);

    public static readonly byte[] TrillHeader = Hex.Bytes("""
        00 45 | one word of options, 5 hops
        00 01 00 02 | egress, ingress
        00 00 00 00 | options
        33 33 | an Ethernet frame
        """);

    public static readonly byte[] MplsLabel = Hex.Bytes("""
        00 06 41 40 | label 100, bottom, TTL 64
        45 46 | payload
        """);

    public static readonly byte[] PppoeSession = Hex.Bytes("""
        11 00 | version 1, type 1, session data
        00 01 | session
        00 03 | length
        00 21 45 | PPP
        00 00 | padding
        """);

    public static readonly byte[] PppFrame = Hex.Bytes("""
        ff 03 | address, control
        00 21 | protocol: IPv4
        45 46 | payload
        """);

    public static readonly byte[] CiscoHdlcFrame = Hex.Bytes("""
        0f 00 | address, control
        08 00 | type: IPv4
        45 46 | payload
        """);

    public static readonly byte[] FrameRelayFrame = Hex.Bytes("""
        18 41 | DLCI 100
        03 00 cc | control, pad, NLPID: IPv4
        45 46 | payload
        """);

    public static readonly byte[] RadiotapHeader = Hex.Bytes("""
        00 00 | version, pad
        09 00 | length
        02 00 00 00 | present: flags
        10 | flags: FCS
        08 00 | payload
        """);

    public static readonly byte[] PpiHeader = Hex.Bytes("""
        00 00 | version, flags
        0a 00 | length
        01 00 00 00 | link type: Ethernet
        00 00 | a field
        33 33 | payload
        """);

    public static readonly byte[] PktapHeader = Hex.Bytes("""
        10 00 00 00 | length
        01 00 00 00 | record with a frame
        01 00 00 00 | link type: Ethernet
        65 6e 30 00 | interface
        33 33 | payload
        """);

    public static readonly byte[] NflogPacket = Hex.Bytes("""
        02 00 00 05 | AF_INET, version 0, group 5
        05 00 0a 00 | attribute of 5 bytes: prefix
        00 00 00 00 | value, padding
        06 00 09 00 | attribute of 6 bytes: the packet
        45 46 | payload
        """);

    public static readonly byte[] ArcnetFrame = Hex.Bytes("""
        be 50 | source, destination
        ab 08 | offset
        d4 | type: IPv4 of RFC 1201
        00 00 07 | whole, sequence
        45 46 | payload
        """);

    public static readonly byte[] FddiFrame = Hex.Bytes("""
        50 | LLC
        33 33 00 00 00 01 | destination
        02 00 5e 10 00 09 | source
        aa aa 03 | payload
        """);

    public static readonly byte[] TokenRingFrame = Hex.Bytes("""
        10 40 | access, control: LLC
        33 33 00 00 00 01 | destination
        82 00 5e 10 00 09 | source, with a route
        04 00 00 11 | route of 4 bytes
        aa aa 03 | payload
        """);

    public static readonly byte[] WirelessFrame = Hex.Bytes("""
        88 01 | QoS data, to the access point
        00 00 | duration
        00 1b 0d 63 00 01 | access point
        02 00 5e 10 00 09 | source
        33 33 00 00 00 01 | destination
        10 00 | sequence
        00 00 | QoS
        aa aa 03 | payload
        """);
}
