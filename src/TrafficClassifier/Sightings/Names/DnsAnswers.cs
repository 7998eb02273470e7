using System.Numerics;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Sightings.Names;

/// <summary>
/// What each client was told: under which domains it asked for the address it now connects to. Fixed memory: a ring of entries and a ring
/// of the bytes of their domains, whose oldest make way.
/// <code>
/// (client, server) -> chain of entries        entries, oldest first:  [client server expiry domain] ...
///                                             domains, oldest first:  www.example.com|cdn.example.net| ...
/// </code>
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
    private readonly int[] _heads;

    /// <summary>The chains, apart from the entries: a walk along them stays in the cache.</summary>
    private readonly Link[] _links;
    private readonly int[] _found = new int[MostTold];

    // Counted since the start: positions in the rings are their remainders.
    private long _added, _removed, _written, _lastDomain;
    private int _lastLength;

    /// <param name="capacity">Entries.</param>
    /// <param name="domainBytes">For the text of their domains.</param>
    public DnsAnswers(int capacity = 1 << 18, int domainBytes = 1 << 23)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * (MostTold + 1));
        ArgumentOutOfRangeException.ThrowIfLessThan(domainBytes, 2 * DnsName.LongestText);
        _entries = new Entry[capacity];
        _domains = new byte[domainBytes];
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];
        _links = new Link[capacity];
    }

    /// <summary>Entries that made way while they still held.</summary>
    public long Evictions { get; private set; }

    /// <summary>Entries held, expired ones too.</summary>
    public int Count => (int)(_added - _removed);

    /// <summary>Remembers that the client was told that the domain lives at the server's address.</summary>
    public void Tell(Instant time, IpAddress client, IpAddress server, ReadOnlySpan<byte> domain, uint timeToLive)
    {
        var expires = time.AddSeconds(Math.Clamp(timeToLive, ShortestLife, LongestLife));
        var hash = HashOf(client, server);
        var told = 0;
        var known = -1;
        var many = -1;
        for (var at = Head(hash) - 1; at >= 0 && known < 0; at = _links[at].Next - 1)
        {
            if (_links[at].Hash != hash || !_entries[at].IsOf(client, server))
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
            Remove(hash, known);
        }
        Add(time, hash, client, server, domain, expires);
    }

    /// <summary>What the client was told of the server's address and still holds.</summary>
    public ToldNames Find(Instant time, IpAddress client, IpAddress server)
    {
        var count = 0;
        var areMany = false;
        var hash = HashOf(client, server);
        for (var at = Head(hash) - 1; at >= 0; at = _links[at].Next - 1)
        {
            if (_links[at].Hash != hash || !_entries[at].IsOf(client, server) || _entries[at].Expires <= time)
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
                _found[count++] = at;
            }
        }
        return new ToldNames(this, _found.AsSpan(0, count), areMany);
    }

    internal ReadOnlySpan<byte> DomainOf(int entry) => _domains.AsSpan((int)(_entries[entry].Domain % _domains.Length), _entries[entry].Length);

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
        ref var head = ref Head(hash);
        var at = (int)(_added++ % _entries.Length);
        // Also an entry for many domains holds a place among the domains, so that both rings give up in the same order.
        _entries[at] = new Entry { Client = client, Server = server, Expires = expires, Domain = _lastDomain, Length = domain.Length };
        _links[at] = new Link { Hash = hash, Next = head };
        head = at + 1;
    }

    /// <summary>Writes a domain, unless it is the last one written: an answer mostly has several addresses.</summary>
    private void Keep(Instant time, ReadOnlySpan<byte> domain)
    {
        if (_lastLength == domain.Length && _domains.AsSpan((int)(_lastDomain % _domains.Length), _lastLength).SequenceEqual(domain))
        {
            return;
        }
        var room = _domains.Length - (int)(_written % _domains.Length);
        var start = room < domain.Length ? _written + room : _written;
        _written = start + domain.Length;
        while (Count > 0 && _entries[_removed % _entries.Length].Domain < _written - _domains.Length)
        {
            RemoveOldest(time);
        }
        domain.CopyTo(_domains.AsSpan((int)(start % _domains.Length)));
        (_lastDomain, _lastLength) = (start, domain.Length);
    }

    private void RemoveOldest(Instant time)
    {
        var at = (int)(_removed % _entries.Length);
        ref var entry = ref _entries[at];
        if (!entry.IsRemoved)
        {
            Evictions += entry.Expires > time ? 1 : 0;
            Remove(_links[at].Hash, at);
        }
        _removed++;
    }

    /// <summary>Takes an entry out of its chain; its place in the ring comes free when it is the oldest.</summary>
    private void Remove(uint hash, int leaving)
    {
        ref var link = ref Head(hash);
        while (link != leaving + 1)
        {
            link = ref _links[link - 1].Next;
        }
        link = _links[leaving].Next;
        _entries[leaving].IsRemoved = true;
    }

    private bool IsInNewerHalf(int at)
    {
        var age = (_added - 1 - at) % _entries.Length;
        return age < _entries.Length / 2 && _written - _entries[at].Domain < _domains.Length / 2;
    }

    private ref int Head(uint hash) => ref _heads[hash & (_heads.Length - 1)];

    /// <summary>Seeded by the framework, so that nobody can aim addresses at one chain; which chain it is changes no answer.</summary>
    private static uint HashOf(IpAddress client, IpAddress server) => (uint)HashCode.Combine(client.High, client.Low, server.High, server.Low);

    private struct Link
    {
        public uint Hash;

        /// <summary>The next entry of the chain, from 1; 0 ends it.</summary>
        public int Next;
    }

    private struct Entry
    {
        public IpAddress Client;
        public IpAddress Server;
        public Instant Expires;

        /// <summary>Where the domain was written.</summary>
        public long Domain;

        public int Length;

        public bool IsRemoved;

        /// <summary>Stands for all domains beyond those remembered one by one.</summary>
        public readonly bool IsMany => Length == 0;

        public readonly bool IsOf(IpAddress client, IpAddress server) => Server == server && Client == client;
    }
}
