namespace TrafficClassifier.Wire.Dhcp;

/// <summary>Option codes that are read here (RFC 8415 21, RFC 4704 4, RFC 6939 4).</summary>
public static class Dhcpv6Option
{
    public const ushort ClientId = 1;
    public const ushort ServerId = 2;
    public const ushort NonTemporaryAssociation = 3;
    public const ushort TemporaryAssociation = 4;
    public const ushort Address = 5;
    public const ushort RelayMessage = 9;
    public const ushort Status = 13;
    public const ushort PrefixDelegation = 25;
    public const ushort Prefix = 26;
    public const ushort ClientFqdn = 39;
    public const ushort ClientLinkLayer = 79;
}
