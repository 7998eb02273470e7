namespace TrafficClassifier.Identity;

/// <summary>All that is known of who holds which address, by strength: sessions, leases, neighbours, and behind them delegated prefixes.</summary>
public sealed class AddressBook
{
    public AddressBook(DeviceTable devices, long graceSeconds = 30)
    {
        Devices = devices;
        Sessions = new SessionTable(devices);
        Leases = new BindingTable(devices, graceSeconds);
        Neighbours = new NeighbourTable(devices);
        Prefixes = new DelegatedPrefixes(devices, graceSeconds);
    }

    public DeviceTable Devices { get; }

    /// <summary>Who is logged in, by RADIUS accounting.</summary>
    public SessionTable Sessions { get; }

    /// <summary>DHCP, from the wire and from files.</summary>
    public BindingTable Leases { get; }

    /// <summary>ARP and neighbour discovery.</summary>
    public NeighbourTable Neighbours { get; }

    public DelegatedPrefixes Prefixes { get; }

    /// <summary>Keeps who held an address before for longer, as logs ask late.</summary>
    public void KeepFor(long seconds) => Leases.KeptSeconds = Sessions.KeptSeconds = seconds;

    /// <summary>What its tables gave up.</summary>
    public long Evictions => Devices.Refused + Sessions.Counters.Evictions + Leases.Counters.Evictions + Neighbours.Counters.Evictions
        + Neighbours.Bindings.Counters.Evictions + Prefixes.Counters.Evictions;
}
