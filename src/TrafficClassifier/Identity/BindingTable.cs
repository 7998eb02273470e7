using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Who held an address, at any time that is asked for. One rule decides, whatever the order in which the leases came in: *of the leases
/// that began at or before the moment, the one that began last holds.* A renewal is a lease like any other, that begins when it was told:
/// so it lengthens or shortens the one before, and a lease to another device ends it. If the lease that holds is over, by its expiry (plus
/// a grace, since clients overstay) or by RELEASE or DECLINE (at once), the address belongs to nobody; an earlier lease never returns.
/// <para>
/// Where two began together the higher <see cref="BindingSource"/> holds; of one source the one that ends first, because a lease is only
/// ever cut short without a new beginning, but where no beginning is known the one that ends last, because that was told last. What is
/// left (two devices, all else equal) is decided by the devices' hardware address, client id and host name, the greater one holding.
/// </para>
/// <para>
/// A RELEASE or DECLINE counts if its device held the address by what was known when it was seen. A device is described by its latest lease
/// and, where that says less (a renewal seldom carries the host name), by its leases of this address just before.
/// </para>
/// </summary>
public sealed class BindingTable
{
    private const int LongestChain = 4096;
    private const int None = BindingChains.None;
    private readonly BindingChains _chains;
    private readonly DeviceTable _devices;
    private readonly long _graceSeconds;

    /// <param name="devices">Tells whether two descriptions are of one device.</param>
    /// <param name="graceSeconds">How long after its expiry a lease still names its holder, unless the address is leased again.</param>
    /// <param name="capacity">Bindings kept at most: one for each lease and renewal.</param>
    public BindingTable(DeviceTable devices, long graceSeconds = 30, int capacity = 1 << 18)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(graceSeconds);
        _devices = devices;
        _graceSeconds = graceSeconds;
        _chains = new BindingChains(capacity, LongestChain, isSuccession: true);
        Counters = new BindingCounters(_chains);
    }

    /// <summary>
    /// Sniffed leases that were followed by another this long ago can be asked for by nothing that is still open. Lines of logs come later:
    /// a proxy tells of a tunnel when it ends, and counts it when it began.
    /// </summary>
    internal long KeptSeconds { get; set; } = 3600;

    /// <summary>Bindings held now.</summary>
    public int Count => _chains.Count;

    public BindingCounters Counters { get; }

    /// <summary>The device that held the address at that time; false also where it was leased to a device that is not known.</summary>
    public bool TryFind(IpAddress address, Instant time, out DeviceId device)
    {
        var at = FindHolder(address, time);
        device = at < 0 || IsOver(at, time) ? DeviceId.None : _chains[at].Device;
        return device != DeviceId.None;
    }

    /// <summary>Whether a lease of the address runs at that time, be its device known or not.</summary>
    internal bool TryFindLease(IpAddress address, Instant time, out DeviceId device)
    {
        var at = FindHolder(address, time);
        var isHeld = at >= 0 && !IsOver(at, time);
        device = isHeld ? _chains[at].Device : DeviceId.None;
        return isHeld;
    }

    /// <summary>Lengthens what the device holds at that time in its place, so that a binding heard of every second stays one.</summary>
    internal bool TryLengthen(IpAddress address, DeviceId device, Instant time, Instant end)
    {
        var at = FindHolder(address, time);
        if (at < 0 || _chains[at].Newer >= 0 || IsOver(at, time) || !_devices.IsSame(_chains[at].Told, device))
        {
            return false;
        }
        _chains[at].End = end > _chains[at].End ? end : _chains[at].End;
        Counters.Renewals++;
        return true;
    }

    /// <summary>Takes a lease or a renewal in. The same lease twice is one.</summary>
    public void Add(in Lease lease)
    {
        var (older, newer) = FindPlace(lease);
        if (older >= 0 && Compare(_chains[older], lease) == 0)
        {
            Counters.Renewals++;
            return;
        }
        if (older >= 0 && !IsOver(older, lease.Start) && _devices.IsSame(_chains[older].Told, lease.Device))
        {
            Counters.Renewals++;
        }
        else
        {
            Counters.Leases++;
        }
        if (_chains.HasMadeRoom(lease.Address))
        {
            (older, newer) = FindPlace(lease);
        }
        Insert(lease, older, newer);
    }

    /// <summary>The device gave the address back, or found it in use: nobody holds it from then on.</summary>
    public void End(IpAddress address, DeviceId device, Instant time)
    {
        var at = FindHolder(address, time);
        if (at < 0 || IsOver(at, time) || !_devices.IsSame(_chains[at].Told, device))
        {
            Counters.EndsWithoutLease++;
            return;
        }
        Counters.Ends++;
        _chains[at].GivenUp = time;
    }

    private bool IsOver(int at, Instant time)
    {
        ref var binding = ref _chains[at];
        return time >= binding.GivenUp || time >= binding.End.AddSeconds(_graceSeconds);
    }

    /// <summary>The binding of the address that began last at or before the time, over or not.</summary>
    private int FindHolder(IpAddress address, Instant time)
    {
        var at = _chains.Newest(address);
        while (at >= 0 && _chains[at].Start > time)
        {
            at = _chains[at].Older;
        }
        return at;
    }

    /// <summary>The neighbours between which the lease belongs; the older one may be the same lease.</summary>
    private (int Older, int Newer) FindPlace(in Lease lease)
    {
        var newer = None;
        var older = _chains.Newest(lease.Address);
        while (older >= 0 && Compare(_chains[older], lease) > 0)
        {
            newer = older;
            older = _chains[older].Older;
        }
        return (older, newer);
    }

    /// <summary>The order in which leases of one address overrule each other; see the rule above.</summary>
    private int Compare(in Binding binding, in Lease lease)
    {
        var order = binding.Start.CompareTo(lease.Start);
        if (order == 0)
        {
            order = (byte)binding.Source - (byte)lease.Source; // an enum compares by boxes
        }
        if (order == 0)
        {
            order = lease.Start == Instant.MinValue ? binding.End.CompareTo(lease.End) : lease.End.CompareTo(binding.End);
        }
        return order != 0 ? order : _devices.Compare(binding.Told, lease.Device);
    }

    private void Insert(in Lease lease, int older, int newer)
    {
        var binding = new Binding
        {
            Address = lease.Address,
            Start = lease.Start,
            End = lease.End,
            GivenUp = Instant.MaxValue,
            Told = lease.Device,
            Device = lease.Device,
            Source = lease.Source,
        };
        // Told late of a lease that was over by then: its device had given the address up already.
        if (older >= 0 && _chains[older].GivenUp > lease.Start && _devices.IsSame(_chains[older].Told, lease.Device))
        {
            binding.GivenUp = _chains[older].GivenUp;
        }
        Describe(_chains.Link(binding, older, newer));
        if (lease.Source is BindingSource.Sniffed or BindingSource.ServerLog)
        {
            _chains.Prune(lease.Address, lease.Start.AddSeconds(-KeptSeconds));
        }
    }

    /// <summary>Hands on what the leases before told of the same device, from this binding to newer ones as far as it changes them.</summary>
    private void Describe(int at)
    {
        for (var isFirst = true; at >= 0; isFirst = false, at = _chains[at].Newer)
        {
            ref var binding = ref _chains[at];
            var older = binding.Older;
            var device = older >= 0 && _devices.IsSame(_chains[older].Told, binding.Told)
                ? _devices.Merge(_chains[older].Device, binding.Told)
                : binding.Told;
            if (!isFirst && device == binding.Device)
            {
                return;
            }
            binding.Device = device;
        }
    }
}
