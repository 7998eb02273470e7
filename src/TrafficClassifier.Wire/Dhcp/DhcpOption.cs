namespace TrafficClassifier.Wire.Dhcp;

/// <summary>Option codes that are read here (RFC 2132, RFC 3046, RFC 4702).</summary>
public static class DhcpOption
{
    public const byte Pad = 0;
    public const byte HostName = 12;
    public const byte RequestedAddress = 50;
    public const byte LeaseTime = 51;
    public const byte Overload = 52;
    public const byte MessageType = 53;
    public const byte ServerId = 54;
    public const byte ClientId = 61;
    public const byte ClientFqdn = 81;
    public const byte RelayAgent = 82;
    public const byte End = 255;
}
