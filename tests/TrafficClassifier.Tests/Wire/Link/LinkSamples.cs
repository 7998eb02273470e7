namespace TrafficClassifier.Tests.Wire.Link;

/// <summary>A valid unit of each link layer; the payloads are not of the types they claim.</summary>
internal static class LinkSamples
{
    public static readonly byte[] Ethernet = Hex.Bytes("""
        33 33 00 00 00 01 | destination
        02 00 5e 10 00 09 | source
        86 dd             | type: IPv6
        60 61 62          | payload
        """);

    public static readonly byte[] Vlan = Hex.Bytes("""
        b0 64 | priority 5, drop eligible, VLAN 100
        08 00 | type: IPv4
        45 46 | payload
        """);

    public static readonly byte[] LlcSnap = Hex.Bytes("""
        aa aa 03 | LLC: SNAP, unnumbered
        00 00 00 | OUI: encapsulated Ethernet
        08 00    | type: IPv4
        45 46    | payload
        """);

    public static readonly byte[] LinuxCooked = Hex.Bytes("""
        00 04                   | packet type: sent by us
        00 01                   | ARPHRD: Ethernet
        00 06                   | address length
        02 00 5e 10 00 09 00 00 | address
        08 00                   | protocol: IPv4
        45 46                   | payload
        """);

    public static readonly byte[] LinuxCooked2 = Hex.Bytes("""
        86 dd                   | protocol: IPv6
        00 00                   | reserved
        00 00 01 02             | interface 258
        03 04                   | ARPHRD: loopback
        04                      | packet type: sent by us
        06                      | address length
        02 00 5e 10 00 09 00 00 | address
        60                      | payload
        """);

    public static readonly byte[] LoopbackLittle = Hex.Bytes("02 00 00 00 | AF_INET, little-endian host\n 45 46");

    public static readonly byte[] LoopbackBig = Hex.Bytes("00 00 00 1e | AF_INET6 of macOS, network order\n 60 61");
}
