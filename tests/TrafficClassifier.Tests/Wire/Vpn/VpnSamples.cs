namespace TrafficClassifier.Tests.Wire.Vpn;

/// <summary>First messages of virtual private networks.</summary>
internal static class VpnSamples
{
    public static readonly byte[] WireGuard = [1, 0, 0, 0, 0x78, 0x56, 0x34, 0x12, .. Enumerable.Range(0, 140).Select(i => (byte)(i * 7))];

    public static readonly byte[] OpenVpn = Hex.Bytes("38 | client v2, key 0\n 0102030405060708 | session\n 00 | no acknowledgement\n 00000000 | packet");

    /// <summary>tls-crypt-v2: the packet id and the HMAC stand behind the session.</summary>
    public static readonly byte[] OpenVpnV3 = [0x50, .. new byte[60]];

    public static readonly byte[] IkeV2 = Hex.Bytes("""
        1122334455667788 | initiator SPI
        0000000000000000 | responder SPI
        21 20 22 08      | SA next, version 2.0, IKE_SA_INIT, initiator
        00000000         | message id
        00000020         | length
        00000004         | a payload
        """);

    public static readonly byte[] IkeV1 = Hex.Bytes("1122334455667788 0000000000000000 01 10 02 00 00000000 0000001c");
}
