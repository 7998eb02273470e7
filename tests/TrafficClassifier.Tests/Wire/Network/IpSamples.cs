namespace TrafficClassifier.Tests.Wire.Network;

/// <summary>Valid IP packets; the payloads are not of the protocols they claim.</summary>
internal static class IpSamples
{
    public static readonly byte[] Ipv4 = Hex.Bytes("""
        45 00 00 18 | version, header length; total length 24
        ab cd 40 00 | identification; don't fragment
        40 11 00 00 | TTL, UDP, checksum
        0a 01 02 03 | source
        1f 0d 48 24 | destination
        61 62 63 64 | payload
        """);

    public static readonly byte[] Ipv4WithOptions = Hex.Bytes("""
        47 00 00 1d | header length 28; total length 29
        00 07 20 b9 | more fragments, offset 185
        40 06 00 00 | TTL, TCP, checksum
        c0 a8 00 01 | source
        c0 a8 00 02 | destination
        94 04 00 00 01 01 01 00 | router alert, no-operations, end
        61          | payload
        """);

    /// <summary>As a host with segmentation offload captures its own packets.</summary>
    public static readonly byte[] Ipv4WithoutTotalLength = Ipv4.With(2, 0, 0);

    public static readonly byte[] Ipv6 = Hex.Bytes("""
        60 00 00 00 00 04 11 40 | version; payload length 4, UDP, hop limit
        20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 17 | source
        20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 35 | destination
        61 62 63 64 | payload
        """);

    /// <summary>Every extension header that is passed over, the authentication header in units of its own.</summary>
    public static readonly byte[] Ipv6Chain = Hex.Bytes("""
        60 00 00 00 00 4c 00 40 | payload length 76, hop-by-hop
        fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 | source
        ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 02 | destination
        3c 00 05 02 00 00 01 00 | hop-by-hop: router alert; then destination options
        2b 01 01 0c 00 00 00 00 00 00 00 00 00 00 00 00 | destination options, 16 bytes; then routing
        2c 00 04 00 00 00 00 00 | routing; then fragment
        33 00 00 00 00 00 00 2a | atomic fragment; then authentication
        87 04 00 00 00 00 01 00 00 00 00 01 11 22 33 44 55 66 77 88 99 aa bb cc | authentication, 24 bytes; then mobility
        06 00 01 00 00 00 00 00 | mobility; then TCP
        61 62 63 64 | payload
        """);

    public static readonly byte[] Ipv6Fragment = Hex.Bytes("""
        60 00 00 00 00 0c 2c 40 | payload length 12, fragment
        20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 17 | source
        20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 35 | destination
        3c 00 05 a8 00 00 00 2a | fragment at 1448, the last; destination options would stand in the first
        61 62 63 64 | payload
        """);
}
