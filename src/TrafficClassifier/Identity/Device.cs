namespace TrafficClassifier.Identity;

/// <summary>What is known of a device by which the directory may name its holder.</summary>
/// <param name="Mac">Hardware address, or none.</param>
/// <param name="ClientId">DHCP client id (option 61) in lower-case hexadecimal; empty when it sent none.</param>
/// <param name="HostName">Lower-case host name (option 12 or 81); empty when it sent none.</param>
public sealed record Device(MacAddress Mac, string ClientId, string HostName);
