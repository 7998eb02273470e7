namespace TrafficClassifier.Tests.Wire.Neighbours;

/// <summary>Valid ARP packets and neighbour messages.</summary>
internal static class NeighbourSamples
{
    public static readonly byte[] Arp = ArpOf(1, "00aabbccdd01", [10, 1, 1, 1], [10, 1, 1, 254]);
    public static readonly byte[] Probe = ArpOf(1, "00aabbccdd01", [0, 0, 0, 0], [10, 1, 1, 1]);
    public static readonly byte[] Solicitation = Neighbour(135, 0, "fe80::1", 1, "00aabbccdd01");
    public static readonly byte[] DuplicateDetection = Neighbour(135, 0, "2001:db8::17", 0, null);
    public static readonly byte[] Advertisement = Neighbour(136, 0x60, "2001:db8::17", 2, "00aabbccdd01");

    public static byte[] ArpOf(byte operation, string mac, byte[] sender, byte[] target) =>
        [0, 1, 8, 0, 6, 4, 0, operation, .. Convert.FromHexString(mac), .. sender, .. new byte[6], .. target];

    public static byte[] Neighbour(byte type, byte flags, string target, byte option, string? mac) =>
        [type, 0, 0, 0, flags, 0, 0, 0, .. System.Net.IPAddress.Parse(target).GetAddressBytes(), .. mac is null ? [] : (byte[])[option, 1, .. Convert.FromHexString(mac)]];
}
