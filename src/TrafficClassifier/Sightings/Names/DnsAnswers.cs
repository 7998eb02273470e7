using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using TrafficClassifier.Sightings.Reassembly;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Names;

/// <summary>
/// What each client was told: under which domains it asked for the address it now connects to. Fixed memory: a ring of entries and a ring
/// of the bytes of their domains, whose oldest make way.
/// <code>
/// (client, server) -> slots of entries        entries, oldest first:  [client server expiry domain] ...
///                                             domains, oldest first:  www.example.com|cdn.example.net| ...
/// </code>
/// What it costs are misses of the cache: the slots are probed one behind the other, so that a look takes one, and can be announced.
/// An answer holds for its time to live, as that is how long the client may use it without asking again; but no less than five minutes, as
/// programs keep addresses, and begin connections late, where servers ask for seconds; and no more than a day, after which an address is
/// too likely somebody else's and browsers have asked again.
/// </summary>
public sealed class DnsAnswers
{
    /// <summary>Domains remembered of one client and address: more than a page of one site needs, and what shares an address with more is
    /// ambiguous, though all may be of one site.</summary>
    public const int MostTold = 32;

    private const long ShortestLife = 5 * 60, LongestLife = 24 * 60 * 60;
    private readonly Entry[] _entries;
    private readonly byte[] _domains;

    /// <summary>Linear probing, half full at most; what leaves is closed up.</summary>
    private readonly Slot[] _slots;
    private readonly int[] _found = new int[MostTold];
    private readonly int _domainMask;
    private int _next, _oldest, _lastLength;

    // Bytes since the start: a position in the ring is the remainder.
    private long _written, _lastDomain;

    /// <param name="capacity">Entries.</param>
    /// <param name="domainBytes">For the text of their domains; rounded up to a power of two.</param>
    public DnsAnswers(int capacity = 1 << 18, int domainBytes = 1 << 23)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * (MostTold + 1));
        ArgumentOutOfRangeException.ThrowIfLessThan(domainBytes, 2 * DnsName.LongestText);
        _entries = new Entry[capacity];
        _domains = new byte[BitOperations.RoundUpToPowerOf2((uint)domainBytes)];
        _domainMask = _domains.Length - 1;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2(2 * (uint)capacity)];
    }

    /// <summary>Entries that made way while they still held.</summary>
    public long Evictions { get; private set; }

    /// <summary>Entries held, expired ones too.</summary>
    public int Count { get; private set; }

    /// <summary>The two will be told or looked for in a moment: what it takes is fetched meanwhile.</summary>
    public void Announce(IpAddress client, IpAddress server) => Fetch(HashOf(client, server));

    /// <summary>Remembers that the client was told that the domain lives at the server's address.</summary>
    public void Tell(Instant time, IpAddress client, IpAddress server, ReadOnlySpan<byte> domain, uint timeToLive)
    {
        var expires = time.AddSeconds(Math.Clamp(timeToLive, ShortestLife, LongestLife));
        var hash = HashOf(client, server);
        var told = 0;
        var known = -1;
        var many = -1;
        for (var slot = Home(hash); _slots[slot].IsTaken && known < 0; slot = After(slot))
        {
            var at = _slots[slot].Entry;
            if (_slots[slot].Hash != hash || !_entries[at].IsOf(client, server))
            {
                continue;
            }
            ref var entry = ref _entries[at];
            if (entry.IsMany)
            {
                many = at;
                continue;
            }
            told += entry.Expires > time ? 1 : 0;
            known = DomainOf(at).SequenceEqual(domain) ? at : -1;
        }
        if (known < 0 && told == MostTold)
        {
            domain = default;
            known = many;
        }
        if (known >= 0)
        {
            expires = expires > _entries[known].Expires ? expires : _entries[known].Expires;
            if (IsInNewerHalf(known))
            {
                _entries[known].Expires = expires;
                return;
            }
            // What is told again and again moves away from the end where entries are given up.
            Remove(known);
        }
        Add(time, hash, client, server, domain, expires);
    }

    /// <summary>What the client was told of the server's address and still holds, the newest first.</summary>
    public ToldNames Find(Instant time, IpAddress client, IpAddress server)
    {
        var count = 0;
        var areMany = false;
        var hash = HashOf(client, server);
        for (var slot = Home(hash); _slots[slot].IsTaken; slot = After(slot))
        {
            var at = _slots[slot].Entry;
            if (_slots[slot].Hash != hash || !_entries[at].IsOf(client, server) || _entries[at].Expires <= time)
            {
                continue;
            }
            ref var entry = ref _entries[at];
            if (entry.IsMany || count == MostTold)
            {
                areMany = true;
            }
            else
            {
                Insert(count++, at);
            }
        }
        return new ToldNames(this, _found.AsSpan(0, count), areMany);
    }

    internal ReadOnlySpan<byte> DomainOf(int entry) => _domains.AsSpan((int)_entries[entry].Domain & _domainMask, _entries[entry].Length);

    /// <summary>Mostly there is one, so the simplest sort is the fastest.</summary>
    private void Insert(int count, int at)
    {
        while (count > 0 && Age(_found[count - 1]) > Age(at))
        {
            _found[count] = _found[count - 1];
            count--;
        }
        _found[count] = at;
    }

    private void Add(Instant time, uint hash, IpAddress client, IpAddress server, ReadOnlySpan<byte> domain, Instant expires)
    {
        if (!domain.IsEmpty)
        {
            Keep(time, domain);
        }
        if (Count == _entries.Length)
        {
            RemoveOldest(time);
        }
        // Also an entry for many domains holds a place among the domains, so that both rings give up in the same order.
        _entries[_next] = new Entry { Client = client, Server = server, Expires = expires, Domain = _lastDomain, Length = (ushort)domain.Length, Hash = hash };
        var slot = Home(hash);
        while (_slots[slot].IsTaken)
        {
            slot = After(slot);
        }
        _slots[slot] = new Slot(hash, _next);
        _next = Following(_next);
        Count++;
    }

    /// <summary>Writes a domain, unless it is the last one written: an answer mostly has several addresses.</summary>
    private void Keep(Instant time, ReadOnlySpan<byte> domain)
    {
        if (_lastLength == domain.Length && _domains.AsSpan((int)_lastDomain & _domainMask, _lastLength).SequenceEqual(domain))
        {
            return;
        }
        var room = _domains.Length - ((int)_written & _domainMask);
        var start = room < domain.Length ? _written + room : _written;
        _written = start + domain.Length;
        while (Count > 0 && _entries[_oldest].Domain < _written - _domains.Length)
        {
            RemoveOldest(time);
        }
        domain.CopyTo(_domains.AsSpan((int)start & _domainMask));
        (_lastDomain, _lastLength) = (start, domain.Length);
    }

    private void RemoveOldest(Instant time)
    {
        ref var entry = ref _entries[_oldest];
        if (!entry.IsRemoved)
        {
            Evictions += entry.Expires > time ? 1 : 0;
            Remove(_oldest);
        }
        _oldest = Following(_oldest);
        Count--;
        Fetch(_entries[Following(_oldest)].Hash); // it will leave soon
    }

    /// <summary>Takes an entry out of its slot; its place in the ring comes free when it is the oldest.</summary>
    private void Remove(int leaving)
    {
        _entries[leaving].IsRemoved = true;
        var free = Home(_entries[leaving].Hash);
        while (_slots[free].Entry != leaving)
        {
            free = After(free);
        }
        // Nothing may stand behind a gap that its probe would meet first.
        for (var slot = After(free); _slots[slot].IsTaken; slot = After(slot))
        {
            if (((slot - Home(_slots[slot].Hash)) & (_slots.Length - 1)) >= ((slot - free) & (_slots.Length - 1)))
            {
                _slots[free] = _slots[slot];
                free = slot;
            }
        }
        _slots[free] = default;
    }

    private bool IsInNewerHalf(int at) => Age(at) < _entries.Length / 2 && _written - _entries[at].Domain < _domains.Length / 2;

    /// <summary>Entries added since.</summary>
    private int Age(int at) => _next - 1 - at + (at < _next ? 0 : _entries.Length);

    private int Following(int at) => at + 1 == _entries.Length ? 0 : at + 1;

    private int Home(uint hash) => (int)hash & (_slots.Length - 1);

    private int After(int slot) => (slot + 1) & (_slots.Length - 1);

    private unsafe void Fetch(uint hash)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[Home(hash)])); // a hint: it does no harm if the array has moved
        }
    }

    /// <summary>Seeded, so that nobody can aim addresses at one place; where they stand changes no answer.</summary>
    private static uint HashOf(IpAddress client, IpAddress server) => (uint)new FlowKey(client, server, 0).GetHashCode();

    private readonly struct Slot(uint hash, int entry)
    {
        private readonly int _number = entry + 1;

        public uint Hash { get; } = hash;

        public bool IsTaken => _number != 0;

        public int Entry => _number - 1;
    }

    private struct Entry
    {
        public IpAddress Client;
        public IpAddress Server;
        public Instant Expires;

        /// <summary>Where the domain was written.</summary>
        public long Domain;

        public uint Hash;
        public ushort Length;
        public bool IsRemoved;

        /// <summary>Stands for all domains beyond those remembered one by one.</summary>
        public readonly bool IsMany => Length == 0;

        public readonly bool IsOf(IpAddress client, IpAddress server) => Server == server && Client == client;
    }
}
