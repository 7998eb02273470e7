using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Who was logged in where, by RADIUS accounting (RFC 2866). A session is at its places (addresses, a /64, a hardware address) from the
/// record that first names them until its Stop, or until nothing was heard of it for a day. Sessions overlap: two different users at one
/// place share it for that time,
/// unless one access server gave the place to both: then the one it had heard nothing of since has lost its Stop. A server's restart ends its
/// sessions (RFC 2866 5.1). After a Stop only a Start begins anew; after an end that was only concluded, any news.
/// </summary>
public sealed class SessionTable
{
    /// <summary>A lost Stop costs a day. Access servers repeat themselves every few minutes to hours (RFC 2869 2.1), or never.</summary>
    public const long SilenceSeconds = 24 * 3600;

    private const int LongestChain = 512;
    private const int EvictionCandidates = 64;
    private readonly DeviceTable _devices;
    private readonly BindingChains _chains;
    private readonly ServerSessions _servers;
    private readonly SessionCounters _counters = new();
    private readonly Dictionary<byte[], int> _sessions = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Session[] _slots;
    private long _evictedSessions;
    private long _number;
    private int _used;
    private int _hand;

    public SessionTable(DeviceTable devices, int capacity = 1 << 16)
    {
        _devices = devices;
        _slots = new Session[capacity];
        _servers = new ServerSessions(capacity);
        _chains = new BindingChains(SessionPlaces.Count * capacity, LongestChain, isSuccession: false);
        _lookup = _sessions.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _used;

    /// <summary>As <see cref="BindingTable.KeptSeconds"/>.</summary>
    internal long KeptSeconds { get; set; } = 3600;

    public SessionCounters Counters
    {
        get
        {
            _counters.Evictions = _evictedSessions + _chains.Evictions;
            return _counters;
        }
    }

    /// <summary>Takes a record in. The same record twice is one.</summary>
    public void Take(AccountingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Take(record.Session, record.Status, record.Time, record.Who, record.Places, BindingSource.AccountingLog);
    }

    public void Take(ReadOnlySpan<byte> key, AccountingStatus status, Instant time, DeviceId who, in SessionPlaces places, BindingSource source = BindingSource.Sniffed)
    {
        if (status is AccountingStatus.On or AccountingStatus.Off)
        {
            Restart(ServerSessions.ServerOf(key), time);
            return;
        }
        var isKnown = _lookup.TryGetValue(key, out var at);
        if (status == AccountingStatus.Stop)
        {
            Stop(isKnown ? at : -1, time);
            return;
        }
        // A Stop overtakes what was sent before it (UDP), also in its second, which is all that servers tell; a number may be used again (RFC 2866 5.5).
        if ((!isKnown && who == DeviceId.None)
            || (isKnown && !IsRunning(at) && (time <= _slots[at].Stopped || (status == AccountingStatus.Interim && !_slots[at].IsEndConcluded))))
        {
            _counters.Ignored++;
            return;
        }
        var isNew = !isKnown || !IsRunning(at) || (who != DeviceId.None && !IsSameUser(who, _slots[at].Who));
        if (isNew)
        {
            if (who == DeviceId.None)
            {
                _counters.Ignored++;
                return;
            }
            Begin(key, isKnown ? at : Allocate(), time, who);
            at = _lookup[key];
            _slots[at].HasStart = status == AccountingStatus.Start;
            _counters.Starts++;
        }
        else
        {
            _counters.Continued++;
        }
        ref var session = ref _slots[at];
        session.Heard = time > session.Heard ? time : session.Heard;
        for (var place = 0; place < SessionPlaces.Count; place++)
        {
            var (told, known) = (places[place], session.Places[place]);
            if (!told.IsUnspecified && told != known)
            {
                End(known, session.Number, time); // it moved
                known = told;
                if (place < SessionPlaces.OfOneSession && session.HasStart)
                {
                    EndOlder(told, at);
                }
            }
            if (!known.IsUnspecified)
            {
                Hold(known, session, time, source);
            }
        }
        session.Places = session.Places.With(places);
    }

    /// <summary>Who is logged in at an address: one, or several where it is shared.</summary>
    public bool TryFind(IpAddress address, Instant time, out DeviceId who, out bool isShared)
    {
        if (_used == 0)
        {
            (who, isShared) = (DeviceId.None, false);
            return false;
        }
        return TryFindPlace(address, time, out who, out isShared)
            || (!address.IsIpv4 && TryFindPlace(SessionPlaces.OfNetwork(address), time, out who, out isShared));
    }

    public bool TryFind(MacAddress mac, Instant time, out DeviceId who, out bool isShared)
    {
        (who, isShared) = (DeviceId.None, false);
        return _used > 0 && mac != MacAddress.None && TryFindPlace(SessionPlaces.Of(mac), time, out who, out isShared);
    }

    private bool TryFindPlace(IpAddress place, Instant time, out DeviceId who, out bool isShared)
    {
        (who, isShared) = (DeviceId.None, false);
        for (var at = _chains.Newest(place); at >= 0 && !isShared; at = _chains[at].Older)
        {
            ref var binding = ref _chains[at];
            if (binding.Start <= time && time < binding.End && time < binding.GivenUp)
            {
                isShared = who != DeviceId.None && !IsSameUser(who, binding.Device);
                who = who == DeviceId.None ? binding.Device : who;
            }
        }
        return who != DeviceId.None;
    }

    private bool IsSameUser(DeviceId left, DeviceId right) => left == right
        || (_devices[left].User is { Length: > 0 } user ? user == _devices[right].User : _devices.IsSame(left, right));

    private void Stop(int at, Instant time)
    {
        if (at < 0 || _slots[at].Stopped <= time)
        {
            _counters.StopsWithoutSession++;
            if (at >= 0 && _slots[at].IsEndConcluded)
            {
                (_slots[at].Stopped, _slots[at].IsEndConcluded) = (time, false); // concluded rightly
            }
            return;
        }
        _counters.Stops++;
        EndSession(at, time, isConcluded: false);
    }

    /// <summary>The server has no session any more that began before.</summary>
    private void Restart(ReadOnlySpan<byte> server, Instant time)
    {
        for (var at = server.IsEmpty ? ServerSessions.None : _servers.First(server); at >= 0;)
        {
            var next = _servers.Next(at);
            if (_slots[at].Began < time)
            {
                _counters.Concluded++;
                EndSession(at, time, isConcluded: true);
            }
            at = next;
        }
    }

    /// <summary>A server gives an address to one session at a time: what it was not heard of since this one began had it before.</summary>
    private void EndOlder(IpAddress address, int at)
    {
        var server = ServerSessions.ServerOf(_slots[at].Key);
        var began = _slots[at].Began;
        for (var held = server.IsEmpty ? BindingChains.None : _chains.Newest(address); held >= 0; held = _chains[held].Older)
        {
            var other = (int)(_chains[held].Session % _slots.Length);
            if (other != at && _slots[other].Number == _chains[held].Session && IsRunning(other) && _slots[other].Heard < began
                && ServerSessions.ServerOf(_slots[other].Key).SequenceEqual(server))
            {
                _counters.Concluded++;
                EndSession(other, began, isConcluded: true);
            }
        }
    }

    private bool IsRunning(int at) => _slots[at].Stopped == Instant.MaxValue;

    private void EndSession(int at, Instant time, bool isConcluded)
    {
        EndAll(at, time);
        if (IsRunning(at))
        {
            _servers.Remove(ServerSessions.ServerOf(_slots[at].Key), at);
        }
        _slots[at].Stopped = time;
        _slots[at].IsEndConcluded = isConcluded;
    }

    private void Begin(ReadOnlySpan<byte> key, int at, Instant time, DeviceId who)
    {
        if (_lookup.ContainsKey(key))
        {
            EndAll(at, time);
            _slots[at].Places = default;
        }
        else
        {
            _slots[at] = new Session { Key = key.ToArray(), Stopped = Instant.MinValue };
            _lookup[key] = at;
        }
        if (!IsRunning(at))
        {
            _servers.Add(ServerSessions.ServerOf(key), at);
        }
        _slots[at].Number = (++_number * _slots.Length) + at; // tells its slot too
        _slots[at].Began = time;
        _slots[at].Who = who;
        _slots[at].Heard = time;
        _slots[at].Stopped = Instant.MaxValue;
    }

    private void Hold(IpAddress place, in Session session, Instant time, BindingSource source)
    {
        var end = session.Heard.AddSeconds(SilenceSeconds);
        for (var at = _chains.Newest(place); at >= 0; at = _chains[at].Older)
        {
            if (_chains[at].Session == session.Number && time < _chains[at].End && time < _chains[at].GivenUp)
            {
                _chains[at].End = end;
                _chains[at].Start = time < _chains[at].Start ? time : _chains[at].Start;
                return;
            }
        }
        _chains.HasMadeRoom(place);
        var binding = new Binding
        {
            Address = place,
            Start = time,
            End = end,
            GivenUp = Instant.MaxValue,
            Told = session.Who,
            Device = session.Who,
            Source = source,
            Session = session.Number,
        };
        _chains.Link(binding, _chains.Newest(place), BindingChains.None);
        if (source == BindingSource.Sniffed)
        {
            _chains.Prune(place, time.AddSeconds(-KeptSeconds));
        }
    }

    private void EndAll(int at, Instant time)
    {
        for (var place = 0; place < SessionPlaces.Count; place++)
        {
            End(_slots[at].Places[place], _slots[at].Number, time);
        }
    }

    private void End(IpAddress place, long number, Instant time)
    {
        for (var at = place.IsUnspecified ? BindingChains.None : _chains.Newest(place); at >= 0; at = _chains[at].Older)
        {
            if (_chains[at].Session == number && time < _chains[at].GivenUp)
            {
                _chains[at].GivenUp = time;
            }
        }
    }

    /// <summary>Of the next 64 sessions the one heard of longest ago makes way; its bindings run out by themselves.</summary>
    private int Allocate()
    {
        if (_used < _slots.Length)
        {
            return _used++;
        }
        var victim = -1;
        for (var i = 0; i < Math.Min(EvictionCandidates, _used); i++)
        {
            _hand = (_hand + 1) % _used;
            if (victim < 0 || _slots[_hand].Heard < _slots[victim].Heard)
            {
                victim = _hand;
            }
        }
        _evictedSessions++;
        if (IsRunning(victim))
        {
            _servers.Remove(ServerSessions.ServerOf(_slots[victim].Key), victim);
        }
        _sessions.Remove(_slots[victim].Key);
        return victim;
    }
}
