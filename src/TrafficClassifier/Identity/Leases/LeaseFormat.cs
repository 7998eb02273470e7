namespace TrafficClassifier.Identity.Leases;

/// <summary>Whose lease file it is.</summary>
public enum LeaseFormat : byte
{
    /// <summary>None of these.</summary>
    Unknown,

    /// <summary>Kea's CSV memfile for DHCPv4.</summary>
    Kea,

    /// <summary>ISC dhcpd's dhcpd.leases.</summary>
    IscDhcpd,

    /// <summary>dnsmasq's dnsmasq.leases.</summary>
    Dnsmasq,

    /// <summary>FreeRADIUS' detail files of accounting.</summary>
    RadiusDetail,
}
