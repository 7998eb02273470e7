namespace TrafficClassifier.Wire.Link;

/// <summary>EtherType values (IANA, ieee-802-numbers). An open set: a value without a name is data, not an error.</summary>
public static class EtherType
{
    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Vlan = 0x8100;
    public const ushort Ipv6 = 0x86dd;
    public const ushort ProviderVlan = 0x88a8;
    /// <summary>Tags of equipment older than 802.1ad.</summary>
    public const ushort OldProviderVlan = 0x9100;

    /// <summary>Below this the field is the length of an 802.3 frame (IEEE 802.3 3.2.6).</summary>
    public const ushort Smallest = 0x0600;

    public static bool IsVlan(ushort type) => type is Vlan or ProviderVlan or OldProviderVlan;
}
