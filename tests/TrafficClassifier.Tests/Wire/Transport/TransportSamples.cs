namespace TrafficClassifier.Tests.Wire.Transport;

/// <summary>Valid transport units.</summary>
internal static class TransportSamples
{
    public static readonly byte[] Udp = Hex.Bytes("""
        d4 31 00 35 | source port 54321, destination port 53
        00 0c 00 00 | length 12, no checksum
        61 62 63 64 | payload
        """);

    public static readonly byte[] Tcp = Hex.Bytes("""
        c8 22 01 bb | source port 51234, destination port 443
        fe dc ba 98 | sequence number
        00 00 00 01 | acknowledgment number
        50 18 ff ff | data offset 5; PSH, ACK; window
        00 00 00 00 | checksum, urgent pointer
        16 03 01    | payload
        """);

    public static readonly byte[] TcpSyn = Hex.Bytes("""
        c8 22 01 bb | source port, destination port
        00 00 00 00 | sequence number
        00 00 00 00 | acknowledgment number
        a0 c2 fa f0 | data offset 10; CWR, ECE, SYN; window
        00 00 00 00 | checksum, urgent pointer
        02 04 05 b4 04 02 08 0a 01 02 03 04 00 00 00 00 01 03 03 07 | options
        """);
}
