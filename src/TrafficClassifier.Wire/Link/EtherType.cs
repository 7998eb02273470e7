namespace TrafficClassifier.Wire.Link;

/// <summary>EtherType values (IANA, ieee-802-numbers). An open set: a value without a name is data, not an error.</summary>
public static class EtherType
{
    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Trill = 0x22f3;
    public const ushort TransparentEthernet = 0x6558;
    public const ushort Vlan = 0x8100;
    public const ushort Ipv6 = 0x86dd;
    public const ushort Ppp = 0x880b;
    public const ushort Mpls = 0x8847;
    public const ushort MplsUpstream = 0x8848;
    public const ushort PppoeSession = 0x8864;
    public const ushort ProviderVlan = 0x88a8;
    public const ushort Macsec = 0x88e5;
    public const ushort ProviderBackbone = 0x88e7;
    public const ushort CiscoMetadata = 0x8909;
    public const ushort VnTag = 0x8926;
    public const ushort HsrTag = 0x892f;
    public const ushort ETag = 0x893f;
    public const ushort Nsh = 0x894f;

    /// <summary>Tags of equipment older than 802.1ad.</summary>
    public const ushort OldProviderVlan = 0x9100, OlderProviderVlan = 0x9200;

    /// <summary>Below this the field is the length of an 802.3 frame (IEEE 802.3 3.2.6).</summary>
    public const ushort Smallest = 0x0600;

    public static bool IsVlan(ushort type) => type is Vlan or ProviderVlan or OldProviderVlan or OlderProviderVlan;
}
