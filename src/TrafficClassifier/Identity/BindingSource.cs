namespace TrafficClassifier.Identity;

/// <summary>Who told of a binding. Where two tell of leases that begin at the same moment, the higher one is believed.</summary>
public enum BindingSource : byte
{
    /// <summary>A log of RADIUS accounting.</summary>
    AccountingLog,

    /// <summary>dnsmasq's lease file: only the expiry is known.</summary>
    Dnsmasq,

    /// <summary>ISC dhcpd's lease file.</summary>
    IscDhcpd,

    /// <summary>Kea's memfile.</summary>
    Kea,

    /// <summary>A DHCP server's log, or a sensor's of what it saw on the wire.</summary>
    ServerLog,

    /// <summary>A DHCP acknowledgement seen on the wire.</summary>
    Sniffed,
}
