namespace TrafficClassifier.Sightings.Names;

/// <summary>
/// The outer names that HTTPS records, whoever asked for them, offer for encrypted hellos (RFC 9849 4): a hello that carries one beside an
/// encrypted one may be meant for anybody. Bounded: the oldest makes way.
/// </summary>
public sealed class PublicNames
{
    /// <summary>RFC 9849 4 allows no longer one; what escapes make longer is no host name.</summary>
    private const int Longest = 255;

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

    /// <summary>Names held.</summary>
    public int Count => (int)Math.Min(_added, _slots.Length);

    /// <summary>Names that made way.</summary>
    public long Evictions => Math.Max(0, _added - _slots.Length);

    /// <param name="name">Lower-case text without a final dot.</param>
    public void Add(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > Longest || Contains(name))
        {
            return;
        }
        var at = (int)(_added % _slots.Length);
        if (_added >= _slots.Length)
        {
            Unlink(at);
        }
        ref var slot = ref _slots[at];
        slot.Length = name.Length;
        slot.Chain = ChainOf(name);
        slot.Next = _heads[slot.Chain];
        _heads[slot.Chain] = at + 1;
        name.CopyTo(_text.AsSpan(at * Longest));
        _added++;
    }

    public bool Contains(ReadOnlySpan<byte> name)
    {
        for (var at = _heads[ChainOf(name)]; at != 0; at = _slots[at - 1].Next)
        {
            if (name.SequenceEqual(_text.AsSpan((at - 1) * Longest, _slots[at - 1].Length)))
            {
                return true;
            }
        }
        return false;
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
        public int Length;
        public int Chain;

        /// <summary>The next slot of the chain, from 1; 0 ends it.</summary>
        public int Next;
    }
}
