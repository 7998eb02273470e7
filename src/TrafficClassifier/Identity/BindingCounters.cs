namespace TrafficClassifier.Identity;

/// <summary>What the binding table did, since the start.</summary>
public sealed class BindingCounters
{
    private readonly BindingChains _chains;

    internal BindingCounters(BindingChains chains) => _chains = chains;

    /// <summary>Leases that began a new holding.</summary>
    public long Leases { get; internal set; }

    /// <summary>Leases lengthened or confirmed.</summary>
    public long Renewals { get; internal set; }

    /// <summary>Leases ended by RELEASE or DECLINE.</summary>
    public long Ends { get; internal set; }

    /// <summary>RELEASE or DECLINE by a device that held no lease of the address.</summary>
    public long EndsWithoutLease { get; internal set; }

    /// <summary>Bindings that made way because the table was full.</summary>
    public long Evictions => _chains.Evictions;
}
