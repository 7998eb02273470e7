using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Who held an address, at any time that is asked for. One rule decides: *of the leases that began at or before the moment, the one that
/// began last holds*; where two began together the higher <see cref="BindingSource"/> does. So a later lease ends every earlier one. If
/// that lease is over, by its expiry (plus a grace, since clients overstay) or by RELEASE or DECLINE, the address belongs to nobody.
/// A renewal lengthens the lease it renews and never makes a second holder.
/// </summary>
public sealed class BindingTable
{
    /// <summary>Sniffed leases that ended this long ago can be asked for by nothing that is still open.</summary>
    private const long KeptAfterEndSeconds = 3600;

    private const int EvictionCandidates = 64;
    private readonly Dictionary<IpAddress, int> _newest = [];
    private readonly DeviceTable _devices;
    private readonly long _graceSeconds;
    private readonly int _capacity;
    private Binding[] _bindings = new Binding[256];
    private int _used;
    private int _free = -1;
    private int _hand;

    /// <param name="devices">Tells whether two descriptions are of one device.</param>
    /// <param name="graceSeconds">How long after its expiry a lease still names its holder, unless the address is leased again.</param>
    /// <param name="capacity">Bindings kept at most.</param>
    public BindingTable(DeviceTable devices, long graceSeconds = 30, int capacity = 1 << 18)
    {
        _devices = devices;
        _graceSeconds = graceSeconds;
        _capacity = capacity;
    }

    /// <summary>Bindings held now.</summary>
    public int Count { get; private set; }

    public BindingCounters Counters { get; } = new();

    /// <summary>The device that held the address at that time.</summary>
    public bool TryFind(IpAddress address, Instant time, out DeviceId device)
    {
        device = DeviceId.None;
        var at = FindHolder(address, time);
        if (at < 0)
        {
            return false;
        }
        ref var binding = ref _bindings[at];
        if (time >= (binding.IsGivenUp ? binding.End : binding.End.AddSeconds(_graceSeconds)))
        {
            return false;
        }
        device = binding.Device;
        return true;
    }

    /// <summary>Takes a lease or a renewal in.</summary>
    public void Add(in Lease lease)
    {
        var at = FindHolder(lease.Address, lease.Start);
        if (at >= 0 && !IsOver(at, lease.Start) && _devices.IsSame(_bindings[at].Device, lease.Device))
        {
            ref var held = ref _bindings[at];
            Counters.Renewals++;
            // The newest word on the expiry counts, also when it shortens the lease.
            if (lease.Start >= held.Told)
            {
                held.Told = lease.Start;
                held.End = lease.End;
                held.Device = _devices.Merge(held.Device, lease.Device);
                held.IsGivenUp = false;
            }
            return;
        }
        Insert(lease);
    }

    /// <summary>The device gave the address back, or found it in use: nobody holds it from then on.</summary>
    public void End(IpAddress address, DeviceId device, Instant time)
    {
        var at = FindHolder(address, time);
        if (at < 0 || _bindings[at].Told > time || !_devices.IsSame(_bindings[at].Device, device))
        {
            Counters.EndsWithoutLease++;
            return;
        }
        Counters.Ends++;
        _bindings[at].End = time;
        _bindings[at].IsGivenUp = true;
    }

    private bool IsOver(int at, Instant time) => time >= _bindings[at].End.AddSeconds(_bindings[at].IsGivenUp ? 0 : _graceSeconds);

    /// <summary>The binding of the address that began last at or before the time, over or not; -1 when there is none.</summary>
    private int FindHolder(IpAddress address, Instant time)
    {
        if (!_newest.TryGetValue(address, out var at))
        {
            return -1;
        }
        while (at >= 0 && _bindings[at].Start > time)
        {
            at = _bindings[at].Older;
        }
        return at;
    }

    private void Insert(in Lease lease)
    {
        Counters.Leases++;
        if (lease.Source == BindingSource.Sniffed)
        {
            Prune(lease.Address, lease.Start);
        }
        var at = Allocate();
        _bindings[at] = new Binding
        {
            Address = lease.Address, Device = lease.Device, Start = lease.Start, Told = lease.Start, End = lease.End, Source = lease.Source, Older = -1,
        };
        // The chain runs from the newest start to the oldest; among equal starts the higher source stands first.
        var newer = -1;
        var older = _newest.GetValueOrDefault(lease.Address, -1);
        while (older >= 0 && (_bindings[older].Start > lease.Start || (_bindings[older].Start == lease.Start && _bindings[older].Source > lease.Source)))
        {
            newer = older;
            older = _bindings[older].Older;
        }
        _bindings[at].Older = older;
        if (newer < 0)
        {
            _newest[lease.Address] = at;
        }
        else
        {
            _bindings[newer].Older = at;
        }
    }

    /// <summary>Drops sniffed leases of the address that ended long ago: what keeps the table small over years.</summary>
    private void Prune(IpAddress address, Instant now)
    {
        if (!_newest.TryGetValue(address, out var at))
        {
            return;
        }
        // The newest stays: the new lease's chain hangs on it.
        while (_bindings[at].Older >= 0)
        {
            var older = _bindings[at].Older;
            if (_bindings[older].Source == BindingSource.Sniffed && _bindings[at].Start.AddSeconds(KeptAfterEndSeconds) < now)
            {
                _bindings[at].Older = _bindings[older].Older;
                Release(older);
            }
            else
            {
                at = older;
            }
        }
    }

    private int Allocate()
    {
        if (_free >= 0)
        {
            var free = _free;
            _free = _bindings[free].Older;
            Count++;
            return free;
        }
        if (_used == _capacity)
        {
            Evict();
            return Allocate();
        }
        if (_used == _bindings.Length)
        {
            Array.Resize(ref _bindings, Math.Min(_capacity, 2 * _bindings.Length));
        }
        Count++;
        return _used++;
    }

    /// <summary>Of the next 64 bindings the one that ends first makes way: a flood of spoofed leases costs others least.</summary>
    private void Evict()
    {
        var victim = -1;
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
        var at = _newest[address];
        if (at == victim)
        {
            if (_bindings[victim].Older >= 0)
            {
                _newest[address] = _bindings[victim].Older;
            }
            else
            {
                _newest.Remove(address);
            }
        }
        else
        {
            while (_bindings[at].Older != victim)
            {
                at = _bindings[at].Older;
            }
            _bindings[at].Older = _bindings[victim].Older;
        }
        Release(victim);
    }

    private void Release(int at)
    {
        _bindings[at].Older = _free;
        _free = at;
        Count--;
    }

    private struct Binding
    {
        public IpAddress Address;
        public Instant Start;
        public Instant End;

        /// <summary>When the source last spoke of this lease.</summary>
        public Instant Told;
        public DeviceId Device;
        public int Older;
        public BindingSource Source;

        /// <summary>Ended by the device itself: no grace.</summary>
        public bool IsGivenUp;
    }
}
