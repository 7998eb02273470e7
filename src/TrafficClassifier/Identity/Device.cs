namespace TrafficClassifier.Identity;

/// <summary>What is known of a device by which the directory may name its holder.</summary>
/// <param name="Mac">Hardware address, or none.</param>
/// <param name="ClientId">DHCP client id (option 61), or the DUID in it or of DHCPv6, in lower-case hexadecimal; empty when it sent none.</param>
/// <param name="HostName">Lower-case host name (option 12 or 81); empty when it sent none.</param>
/// <param name="User">Who is logged in, by RADIUS accounting, in lower case; empty where that is not known.</param>
public sealed record Device(MacAddress Mac, string ClientId, string HostName, string User = "");
