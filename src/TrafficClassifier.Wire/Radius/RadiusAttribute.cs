namespace TrafficClassifier.Wire.Radius;

/// <summary>Attribute types that are read here (RFC 2865 5, RFC 2866 5, RFC 2869 5.3, RFC 3162 2, RFC 6911 3.1). No passwords: none is looked at.</summary>
public static class RadiusAttribute
{
    public const byte UserName = 1;
    public const byte NasAddress = 4;
    public const byte FramedAddress = 8;
    public const byte CallingStation = 31;
    public const byte NasIdentifier = 32;
    public const byte StatusType = 40;
    public const byte DelayTime = 41;
    public const byte SessionId = 44;
    public const byte EventTimestamp = 55;
    public const byte NasIpv6Address = 95;
    public const byte FramedInterfaceId = 96;
    public const byte FramedIpv6Prefix = 97;
    public const byte FramedIpv6Address = 168;
}
