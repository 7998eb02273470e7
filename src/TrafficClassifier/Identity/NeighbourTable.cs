using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Who says to have an address, by ARP and neighbour discovery. Anybody on the link can say so, hence: a claim holds for four hours after it
/// was last heard, which is the longest that routers usually keep a neighbour without asking again (ARP on Cisco's; NDP within seconds, RFC
/// 4861 10), so that a device that goes on talking stays known, and less than a temporary address may live (2 days, RFC 8981 3.8); of
/// two devices heard within a quarter of an hour of each other neither is believed; a question whether an address is free (RFC 4862 5.4, RFC 5227)
/// takes nothing from its holder; a device with more than <see cref="MostAddresses"/> addresses at once answers for others and holds none.
/// </summary>
public sealed class NeighbourTable
{
    public const long ValidSeconds = 4 * 3600;

    /// <summary>Longer than a host that is in use keeps silent: hosts ask for a neighbour again every few minutes at the latest.</summary>
    public const long ConflictSeconds = 15 * 60;

    /// <summary>A host's link-local, stable and temporary addresses (one a day for a week at most) of a few prefixes, and an IPv4 one.</summary>
    public const int MostAddresses = 32;

    private const long RelayForgottenSeconds = 24 * 3600;
    private const int EvictionCandidates = 64;
    private readonly DeviceTable _devices;
    private readonly Dictionary<IpAddress, int> _byAddress = [];
    private readonly Dictionary<MacAddress, int> _byMac = [];
    private readonly NeighbourClaim[] _claims;
    private readonly Neighbour[] _neighbours;
    private int _usedClaims;
    private int _usedNeighbours;
    private int _free = -1;
    private int _claimHand;
    private int _neighbourHand;

    public NeighbourTable(DeviceTable devices, int capacity = 1 << 16)
    {
        _devices = devices;
        _claims = new NeighbourClaim[capacity];
        _neighbours = new Neighbour[capacity];
        Bindings = new BindingTable(devices, graceSeconds: 0, 4 * capacity);
    }

    /// <summary>What the claims come to.</summary>
    public BindingTable Bindings { get; }

    public NeighbourCounters Counters { get; } = new();

    /// <summary>Addresses claimed now.</summary>
    public int Count => _byAddress.Count;

    /// <param name="address">Claimed by the device.</param>
    /// <param name="mac">The device.</param>
    /// <param name="time">When.</param>
    /// <param name="isTentative">It asks first, or speaks for another: takes only what nobody holds.</param>
    public void Claim(IpAddress address, MacAddress mac, Instant time, bool isTentative)
    {
        if (IsRelay(FindNeighbour(mac, time), time))
        {
            Counters.ByRelays++;
            return;
        }
        var isKnown = _byAddress.TryGetValue(address, out var at);
        if (isKnown && IsLive(_claims[at], time))
        {
            Update(at, mac, time, isTentative);
            return;
        }
        if (isKnown)
        {
            Remove(at);
        }
        Bind(address, mac, time, isTentative, isContested: false);
    }

    /// <summary>The address is claimed, and was a moment ago.</summary>
    private void Update(int at, MacAddress mac, Instant time, bool isTentative)
    {
        ref var claim = ref _claims[at];
        if (claim.Holder == mac)
        {
            claim.Heard = time;
            claim.IsTentative &= isTentative;
            if (claim.IsContested && time >= claim.RivalHeard.AddSeconds(ConflictSeconds))
            {
                claim.IsContested = false; // the other one has been silent since
                Hold(claim.Address, mac, time);
            }
            else if (!claim.IsContested && !Bindings.TryLengthen(claim.Address, Device(mac), time, time.AddSeconds(ValidSeconds)))
            {
                Hold(claim.Address, mac, time);
            }
            Counters.Confirmed++;
            return;
        }
        if (isTentative)
        {
            Counters.Outranked++;
            return;
        }
        var isContested = !claim.IsTentative && time < claim.Heard.AddSeconds(ConflictSeconds);
        var (address, heard) = (claim.Address, claim.Heard);
        Remove(at);
        Bind(address, mac, time, isTentative: false, isContested);
        if (isContested && _byAddress.TryGetValue(address, out at))
        {
            _claims[at].RivalHeard = heard;
            Counters.Contested++;
        }
    }

    private void Bind(IpAddress address, MacAddress mac, Instant time, bool isTentative, bool isContested)
    {
        var at = Allocate();
        var owner = FindNeighbour(mac, time);
        ref var neighbour = ref _neighbours[owner];
        _claims[at] = new NeighbourClaim { Address = address, Holder = mac, Heard = time, IsTentative = isTentative, IsContested = isContested, Next = neighbour.First };
        neighbour.First = at;
        neighbour.Count++;
        _byAddress[address] = at;
        Hold(address, isContested ? MacAddress.None : mac, time);
        if (neighbour.Count > MostAddresses)
        {
            DropOld(owner, time);
        }
        if (neighbour.Count > MostAddresses)
        {
            neighbour.IsRelay = true;
            neighbour.Marked = time;
            Counters.Relays++;
            Release(owner, time);
        }
    }

    private void Hold(IpAddress address, MacAddress mac, Instant time)
    {
        // Nobody known ends what was held before.
        var device = mac == MacAddress.None ? DeviceId.None : Device(mac);
        Counters.Bound += device == DeviceId.None ? 0 : 1;
        Bindings.Add(new Lease(address, device, time, time.AddSeconds(ValidSeconds), BindingSource.Sniffed));
    }

    private DeviceId Device(MacAddress mac) => _devices.Intern(mac, default, default, isWeak: true);

    private static bool IsLive(in NeighbourClaim claim, Instant time) => time < claim.Heard.AddSeconds(ValidSeconds);

    private bool IsRelay(int neighbour, Instant time)
    {
        ref var entry = ref _neighbours[neighbour];
        // From the mark and not from its last word: else 33 lies in its name would silence a device for as long as it speaks.
        entry.IsRelay &= time < entry.Marked.AddSeconds(RelayForgottenSeconds);
        entry.Heard = time;
        return entry.IsRelay;
    }

    /// <summary>What a device claimed long ago it has no more: temporary addresses come and go.</summary>
    private void DropOld(int owner, Instant time)
    {
        for (var at = _neighbours[owner].First; at >= 0;)
        {
            var next = _claims[at].Next;
            if (!IsLive(_claims[at], time))
            {
                Remove(at);
            }
            at = next;
        }
    }

    /// <summary>All that a device holds is nobody's from now on.</summary>
    private void Release(int owner, Instant time)
    {
        while (_neighbours[owner].First is var at and >= 0)
        {
            Bindings.End(_claims[at].Address, Device(_claims[at].Holder), time);
            Remove(at);
        }
    }

    private void Remove(int at)
    {
        ref var neighbour = ref _neighbours[_byMac[_claims[at].Holder]];
        ref var link = ref neighbour.First;
        while (link != at)
        {
            link = ref _claims[link].Next;
        }
        link = _claims[at].Next;
        neighbour.Count--;
        _byAddress.Remove(_claims[at].Address);
        _claims[at].Next = _free;
        _free = at;
    }

    private int FindNeighbour(MacAddress mac, Instant time)
    {
        if (_byMac.TryGetValue(mac, out var known))
        {
            return known;
        }
        var at = _usedNeighbours;
        if (at == _neighbours.Length)
        {
            at = -1;
            for (var i = 0; i < Math.Min(EvictionCandidates, _neighbours.Length); i++)
            {
                _neighbourHand = (_neighbourHand + 1) % _neighbours.Length;
                at = at < 0 || _neighbours[_neighbourHand].Heard < _neighbours[at].Heard ? _neighbourHand : at;
            }
            while (_neighbours[at].First >= 0)
            {
                Remove(_neighbours[at].First); // its bindings run out by themselves
            }
            _byMac.Remove(_neighbours[at].Mac);
            Counters.Evictions++;
        }
        else
        {
            _usedNeighbours++;
        }
        _neighbours[at] = new Neighbour { Mac = mac, First = -1, Heard = time };
        _byMac.Add(mac, at);
        return at;
    }

    private int Allocate()
    {
        if (_free < 0 && _usedClaims < _claims.Length)
        {
            return _usedClaims++;
        }
        if (_free < 0)
        {
            var victim = -1;
            for (var i = 0; i < Math.Min(EvictionCandidates, _claims.Length); i++)
            {
                _claimHand = (_claimHand + 1) % _claims.Length;
                victim = victim < 0 || _claims[_claimHand].Heard < _claims[victim].Heard ? _claimHand : victim;
            }
            Remove(victim);
            Counters.Evictions++;
        }
        var free = _free;
        _free = _claims[free].Next;
        return free;
    }

    private struct Neighbour
    {
        public MacAddress Mac;
        public Instant Heard;
        public Instant Marked;
        public int First;
        public int Count;
        public bool IsRelay;
    }
}
