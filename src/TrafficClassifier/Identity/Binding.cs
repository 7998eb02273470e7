using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>That a device holds an address for an interval, as a table keeps it.</summary>
internal struct Binding
{
    public IpAddress Address;
    public Instant Start;
    public Instant End;

    /// <summary>When its device ended it; <see cref="Instant.MaxValue"/> if it did not.</summary>
    public Instant GivenUp;

    /// <summary>The device as this lease describes it.</summary>
    public DeviceId Told;

    /// <summary>The device as it and the leases before describe it.</summary>
    public DeviceId Device;
    public int Older;
    public int Newer;
    public BindingSource Source;

    /// <summary>Of a binding by accounting: which session.</summary>
    public long Session;
}
