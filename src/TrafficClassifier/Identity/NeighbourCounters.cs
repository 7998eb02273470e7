namespace TrafficClassifier.Identity;

/// <summary>What became of neighbours' claims, since the start.</summary>
public sealed class NeighbourCounters
{
    /// <summary>Addresses that a device came to hold.</summary>
    public long Bound { get; internal set; }

    /// <summary>Claims of what the device held already.</summary>
    public long Confirmed { get; internal set; }

    /// <summary>Claims against a device heard a moment ago: nobody holds the address until one of them is silent.</summary>
    public long Contested { get; internal set; }

    /// <summary>Questions for an address, or advertisements by proxies, against a device that holds it.</summary>
    public long Outranked { get; internal set; }

    /// <summary>Devices found to answer for others: routers, proxies.</summary>
    public long Relays { get; internal set; }

    /// <summary>Claims by these, which bind nothing.</summary>
    public long ByRelays { get; internal set; }

    /// <summary>Claims and devices that made way because a table was full.</summary>
    public long Evictions { get; internal set; }
}
