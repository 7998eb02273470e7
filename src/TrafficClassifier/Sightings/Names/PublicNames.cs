namespace TrafficClassifier.Sightings.Names;

/// <summary>
/// The outer names that HTTPS records, whoever asked for them, offer for encrypted hellos (RFC 9849 4): a hello that carries one beside an
/// encrypted one may be meant for anybody. Bounded: the oldest makes way. A name holds for a day since it was last offered: clients ask again
/// by then, so what is not offered any more was withdrawn, or never true.
/// </summary>
public sealed class PublicNames
{
    /// <summary>RFC 9849 4 allows no longer one; what escapes make longer is no host name.</summary>
    private const int Longest = 255;

    private const long LifeSeconds = 24 * 60 * 60;

    private readonly byte[] _text;
    private readonly Slot[] _slots;
    private readonly int[] _heads;
    private long _added;

    /// <param name="capacity">Names remembered; the world has few, as a server's sites share one.</param>
    public PublicNames(int capacity = 1 << 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _text = new byte[capacity * Longest];
        _slots = new Slot[capacity];
        _heads = new int[capacity];
    }

    /// <summary>Names held, expired ones too.</summary>
    public int Count => (int)Math.Min(_added, _slots.Length);

    /// <summary>Names that made way while they still held.</summary>
    public long Evictions { get; private set; }

    /// <param name="time">When it was offered.</param>
    /// <param name="name">Lower-case text without a final dot.</param>
    public void Add(Instant time, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > Longest)
        {
            return;
        }
        var expires = time.AddSeconds(LifeSeconds);
        if (IndexOf(name) is >= 0 and var known)
        {
            _slots[known].Expires = expires;
            return;
        }
        var at = (int)(_added % _slots.Length);
        if (_added >= _slots.Length)
        {
            Evictions += _slots[at].Expires > time ? 1 : 0;
            Unlink(at);
        }
        ref var slot = ref _slots[at];
        slot.Expires = expires;
        slot.Length = name.Length;
        slot.Chain = ChainOf(name);
        slot.Next = _heads[slot.Chain];
        _heads[slot.Chain] = at + 1;
        name.CopyTo(_text.AsSpan(at * Longest));
        _added++;
    }

    public bool Contains(Instant time, ReadOnlySpan<byte> name) => IndexOf(name) is >= 0 and var at && _slots[at].Expires > time;

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        var at = _heads[ChainOf(name)] - 1;
        while (at >= 0 && !name.SequenceEqual(_text.AsSpan(at * Longest, _slots[at].Length)))
        {
            at = _slots[at].Next - 1;
        }
        return at;
    }

    private void Unlink(int leaving)
    {
        ref var link = ref _heads[_slots[leaving].Chain];
        while (link != leaving + 1)
        {
            link = ref _slots[link - 1].Next;
        }
        link = _slots[leaving].Next;
    }

    /// <summary>Seeded by the framework, so that nobody can aim names at one chain; which chain it is changes no answer.</summary>
    private int ChainOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return (int)((uint)hash.ToHashCode() % (uint)_heads.Length);
    }

    private struct Slot
    {
        public Instant Expires;
        public int Length;
        public int Chain;

        /// <summary>The next slot of the chain, from 1; 0 ends it.</summary>
        public int Next;
    }
}
