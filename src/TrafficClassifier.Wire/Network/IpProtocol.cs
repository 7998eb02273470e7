namespace TrafficClassifier.Wire.Network;

/// <summary>Protocol numbers (IANA, protocol-numbers). An open set.</summary>
public static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Ipv4 = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Ipv6 = 41;
    public const byte Routing = 43;
    public const byte Fragment = 44;
    public const byte Gre = 47;
    public const byte Authentication = 51;
    public const byte Icmpv6 = 58;
    public const byte NoNext = 59;
    public const byte DestinationOptions = 60;
    public const byte EtherIp = 97;
    public const byte Mobility = 135;
    public const byte MplsInIp = 137;
}
