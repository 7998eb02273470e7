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
    /// <summary>Domains remembered of one client and address: what shares an address with more is ambiguous anyway.</summary>
    public const int MostTold = 8;

    private const long ShortestLife = 5 * 60, LongestLife = 24 * 60 * 60;
    private readonly Entry[] _entries;
    private readonly byte[] _domains;
    private readonly int[] _heads;
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
        _heads = new int[capacity];
    }

    /// <summary>Entries that made way while they still held.</summary>
    public long Evictions { get; private set; }

    /// <summary>Entries held, expired ones too.</summary>
    public int Count => (int)(_added - _removed);

    /// <summary>Remembers that the client was told that the domain lives at the server's address.</summary>
    public void Tell(Instant time, IpAddress client, IpAddress server, ReadOnlySpan<byte> domain, uint timeToLive)
    {
        var expires = time.AddSeconds(Math.Clamp(timeToLive, ShortestLife, LongestLife));
        ref var head = ref _heads[ChainOf(client, server)];
        RemoveExpired(ref head, time);
        var told = 0;
        var known = -1;
        var many = -1;
        for (var at = head - 1; at >= 0 && known < 0; at = _entries[at].Next - 1)
        {
            ref var entry = ref _entries[at];
            if (!entry.IsOf(client, server))
            {
                continue;
            }
            if (entry.IsMany)
            {
                many = at;
                continue;
            }
            told++;
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
            Remove(ref head, known);
        }
        Add(time, client, server, domain, expires);
    }

    /// <summary>What the client was told of the server's address and still holds.</summary>
    public ToldNames Find(Instant time, IpAddress client, IpAddress server)
    {
        var count = 0;
        var areMany = false;
        for (var at = _heads[ChainOf(client, server)] - 1; at >= 0; at = _entries[at].Next - 1)
        {
            ref var entry = ref _entries[at];
            if (entry.Expires <= time || !entry.IsOf(client, server))
            {
                continue;
            }
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

    private void Add(Instant time, IpAddress client, IpAddress server, ReadOnlySpan<byte> domain, Instant expires)
    {
        if (!domain.IsEmpty)
        {
            Keep(time, domain);
        }
        if (Count == _entries.Length)
        {
            RemoveOldest(time);
        }
        ref var head = ref _heads[ChainOf(client, server)];
        var at = (int)(_added++ % _entries.Length);
        // Also an entry for many domains holds a place among the domains, so that both rings give up in the same order.
        _entries[at] = new Entry { Client = client, Server = server, Expires = expires, Domain = _lastDomain, Length = domain.Length, Next = head };
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
            Remove(ref _heads[ChainOf(entry.Client, entry.Server)], at);
        }
        _removed++;
    }

    private void RemoveExpired(ref int link, Instant time)
    {
        while (link != 0)
        {
            ref var entry = ref _entries[link - 1];
            if (entry.Expires <= time)
            {
                entry.IsRemoved = true;
                link = entry.Next;
            }
            else
            {
                link = ref entry.Next;
            }
        }
    }

    /// <summary>Takes an entry out of its chain; its place in the ring comes free when it is the oldest.</summary>
    private void Remove(ref int link, int leaving)
    {
        while (link != leaving + 1)
        {
            link = ref _entries[link - 1].Next;
        }
        link = _entries[leaving].Next;
        _entries[leaving].IsRemoved = true;
    }

    private bool IsInNewerHalf(int at)
    {
        var age = (_added - 1 - at) % _entries.Length;
        return age < _entries.Length / 2 && _written - _entries[at].Domain < _domains.Length / 2;
    }

    /// <summary>Seeded by the framework, so that nobody can aim addresses at one chain; which chain it is changes no answer.</summary>
    private int ChainOf(IpAddress client, IpAddress server) =>
        (int)((uint)HashCode.Combine(client.High, client.Low, server.High, server.Low) % (uint)_heads.Length);

    private struct Entry
    {
        public IpAddress Client;
        public IpAddress Server;
        public Instant Expires;

        /// <summary>Where the domain was written.</summary>
        public long Domain;

        public int Length;

        /// <summary>The next entry of the chain, from 1; 0 ends it.</summary>
        public int Next;

        public bool IsRemoved;

        /// <summary>Stands for all domains beyond those remembered one by one.</summary>
        public readonly bool IsMany => Length == 0;

        public readonly bool IsOf(IpAddress client, IpAddress server) => Server == server && Client == client;
    }
}
