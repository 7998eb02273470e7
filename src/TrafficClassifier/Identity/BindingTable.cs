using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <summary>Sniffed leases that were followed by another this long ago can be asked for by nothing that is still open.</summary>
    private const long KeptAfterEndSeconds = 3600;

    private const int EvictionCandidates = 64;
    private const int ShortestPrunedChain = 4;

    /// <summary>More leases of one address than this: the older half makes way, or each further lease would have to pass them all.</summary>
    private const int LongestChain = 4096;
    private const int None = -1;
    private readonly Dictionary<IpAddress, Chain> _chains = [];
    private readonly DeviceTable _devices;
    private readonly long _graceSeconds;
    private readonly int _capacity;
    private Binding[] _bindings;
    private int _used;
    private int _free = None;
    private int _hand;

    /// <param name="devices">Tells whether two descriptions are of one device.</param>
    /// <param name="graceSeconds">How long after its expiry a lease still names its holder, unless the address is leased again.</param>
    /// <param name="capacity">Bindings kept at most: one for each lease and renewal.</param>
    public BindingTable(DeviceTable devices, long graceSeconds = 30, int capacity = 1 << 18)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(graceSeconds);
        _devices = devices;
        _graceSeconds = graceSeconds;
        _capacity = capacity;
        _bindings = new Binding[Math.Min(capacity, 256)];
    }

    /// <summary>Bindings held now.</summary>
    public int Count { get; private set; }

    public BindingCounters Counters { get; } = new();

    /// <summary>The device that held the address at that time; false also where it was leased to a device that is not known.</summary>
    public bool TryFind(IpAddress address, Instant time, out DeviceId device)
    {
        var at = FindHolder(address, time);
        device = at < 0 || IsOver(at, time) ? DeviceId.None : _bindings[at].Device;
        return device != DeviceId.None;
    }

    /// <summary>Takes a lease or a renewal in. The same lease twice is one.</summary>
    public void Add(in Lease lease)
    {
        var (older, newer) = FindPlace(lease);
        if (older >= 0 && Compare(_bindings[older], lease) == 0)
        {
            Counters.Renewals++;
            return;
        }
        if (older >= 0 && !IsOver(older, lease.Start) && _devices.IsSame(_bindings[older].Told, lease.Device))
        {
            Counters.Renewals++;
        }
        else
        {
            Counters.Leases++;
        }
        if (HasMadeRoom(lease.Address))
        {
            (older, newer) = FindPlace(lease);
        }
        Insert(lease, older, newer);
    }

    /// <summary>The device gave the address back, or found it in use: nobody holds it from then on.</summary>
    public void End(IpAddress address, DeviceId device, Instant time)
    {
        var at = FindHolder(address, time);
        if (at < 0 || IsOver(at, time) || !_devices.IsSame(_bindings[at].Told, device))
        {
            Counters.EndsWithoutLease++;
            return;
        }
        Counters.Ends++;
        _bindings[at].GivenUp = time;
    }

    private bool IsOver(int at, Instant time)
    {
        ref var binding = ref _bindings[at];
        return time >= binding.GivenUp || time >= binding.End.AddSeconds(_graceSeconds);
    }

    /// <summary>The binding of the address that began last at or before the time, over or not.</summary>
    private int FindHolder(IpAddress address, Instant time)
    {
        var at = _chains.TryGetValue(address, out var chain) ? chain.Newest : None;
        while (at >= 0 && _bindings[at].Start > time)
        {
            at = _bindings[at].Older;
        }
        return at;
    }

    /// <summary>The neighbours between which the lease belongs; the older one may be the same lease.</summary>
    private (int Older, int Newer) FindPlace(in Lease lease)
    {
        var newer = None;
        var older = _chains.TryGetValue(lease.Address, out var chain) ? chain.Newest : None;
        while (older >= 0 && Compare(_bindings[older], lease) > 0)
        {
            newer = older;
            older = _bindings[older].Older;
        }
        return (older, newer);
    }

    /// <summary>The order in which leases of one address overrule each other; see the rule above.</summary>
    private int Compare(in Binding binding, in Lease lease)
    {
        var order = binding.Start.CompareTo(lease.Start);
        if (order == 0)
        {
            order = binding.Source.CompareTo(lease.Source);
        }
        if (order == 0)
        {
            order = lease.Start == Instant.MinValue ? binding.End.CompareTo(lease.End) : lease.End.CompareTo(binding.End);
        }
        return order != 0 ? order : _devices.Compare(binding.Told, lease.Device);
    }

    private void Insert(in Lease lease, int older, int newer)
    {
        var at = Allocate();
        ref var binding = ref _bindings[at];
        binding = new Binding
        {
            Address = lease.Address,
            Start = lease.Start,
            End = lease.End,
            GivenUp = Instant.MaxValue,
            Told = lease.Device,
            Device = lease.Device,
            Older = older,
            Newer = newer,
            Source = lease.Source,
        };
        // Told late of a lease that was over by then: its device had given the address up already.
        if (older >= 0 && _bindings[older].GivenUp > lease.Start && _devices.IsSame(_bindings[older].Told, lease.Device))
        {
            binding.GivenUp = _bindings[older].GivenUp;
        }
        if (older >= 0)
        {
            _bindings[older].Newer = at;
        }
        if (newer >= 0)
        {
            _bindings[newer].Older = at;
        }
        Describe(at);
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, lease.Address, out _);
        chain.Count++;
        if (newer < 0)
        {
            chain.Newest = at;
        }
        if (lease.Source == BindingSource.Sniffed && chain.Count > chain.UnprunedCount)
        {
            Prune(ref chain, lease.Start);
        }
    }

    /// <summary>Hands on what the leases before told of the same device, from this binding to newer ones as far as it changes them.</summary>
    private void Describe(int at)
    {
        for (var isFirst = true; at >= 0; isFirst = false, at = _bindings[at].Newer)
        {
            ref var binding = ref _bindings[at];
            var older = binding.Older;
            var device = older >= 0 && _devices.IsSame(_bindings[older].Told, binding.Told)
                ? _devices.Merge(_bindings[older].Device, binding.Told)
                : binding.Told;
            if (!isFirst && device == binding.Device)
            {
                return;
            }
            binding.Device = device;
        }
    }

    /// <summary>
    /// Drops sniffed leases that another followed long ago: what keeps the table small over years. Each time the chain has doubled, so
    /// that a flood of leases of one address costs each a constant.
    /// </summary>
    private void Prune(ref Chain chain, Instant now)
    {
        for (var at = _bindings[chain.Newest].Older; at >= 0;)
        {
            var older = _bindings[at].Older;
            if (_bindings[at].Source == BindingSource.Sniffed && _bindings[_bindings[at].Newer].Start.AddSeconds(KeptAfterEndSeconds) < now)
            {
                Unlink(at, ref chain);
            }
            at = older;
        }
        chain.UnprunedCount = Math.Max(ShortestPrunedChain, 2 * chain.Count);
    }

    private int Allocate()
    {
        Count++;
        if (_free >= 0)
        {
            var free = _free;
            _free = _bindings[free].Older;
            return free;
        }
        if (_used == _bindings.Length)
        {
            Array.Resize(ref _bindings, (int)Math.Min(_capacity, 2L * _bindings.Length));
        }
        return _used++;
    }

    private bool HasMadeRoom(IpAddress address)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, address);
        if (!Unsafe.IsNullRef(ref chain) && chain.Count == LongestChain)
        {
            Halve(ref chain);
            return true;
        }
        if (_free >= 0 || _used < _capacity)
        {
            return false;
        }
        Evict();
        return true;
    }

    private void Halve(ref Chain chain)
    {
        var at = chain.Newest;
        for (var kept = 0; at >= 0; kept++)
        {
            var older = _bindings[at].Older;
            if (kept >= LongestChain / 2)
            {
                Counters.Evictions++;
                Unlink(at, ref chain);
            }
            at = older;
        }
    }

    /// <summary>Of the next 64 bindings the one that ends first makes way: a flood of spoofed leases costs others least.</summary>
    private void Evict()
    {
        var victim = None;
        for (var i = 0; i < Math.Min(EvictionCandidates, _used); i++)
        {
            _hand = (_hand + 1) % _used;
            if (victim < 0 || _bindings[_hand].End < _bindings[victim].End)
            {
                victim = _hand;
            }
        }
        Counters.Evictions++;
        var address = _bindings[victim].Address;
        ref var chain = ref CollectionsMarshal.GetValueRefOrNullRef(_chains, address);
        Unlink(victim, ref chain);
        if (chain.Count == 0)
        {
            _chains.Remove(address);
        }
    }

    private void Unlink(int at, ref Chain chain)
    {
        var (older, newer) = (_bindings[at].Older, _bindings[at].Newer);
        if (newer >= 0)
        {
            // What the newer lease knows from this one stays known.
            _bindings[newer].Told = _bindings[newer].Device;
            _bindings[newer].Older = older;
        }
        else
        {
            chain.Newest = older;
        }
        if (older >= 0)
        {
            // Nor does an earlier lease return in its place.
            ref var givenUp = ref _bindings[older].GivenUp;
            givenUp = _bindings[at].Start < givenUp ? _bindings[at].Start : givenUp;
            _bindings[older].Newer = newer;
        }
        chain.Count--;
        Count--;
        _bindings[at].Older = _free;
        _free = at;
    }

    /// <summary>The bindings of one address, from the newest to the oldest.</summary>
    private struct Chain
    {
        public int Newest;
        public int Count;

        /// <summary>Longer than this, the chain is looked through for leases of long ago.</summary>
        public int UnprunedCount;
    }

    private struct Binding
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
    }
}
