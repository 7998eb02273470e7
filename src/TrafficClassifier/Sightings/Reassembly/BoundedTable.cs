using System.Numerics;
using System.Runtime.CompilerServices;

namespace TrafficClassifier.Sightings.Reassembly;

/// <summary>
/// A hash table with a ceiling and an order of age. It grows to its capacity and then allocates no more; whoever owns it removes the
/// oldest entry before a new one is added to a full table, and so decides what that loses. What it holds depends on the keys and their
/// order alone, never on their hashes.
/// </summary>
/// <typeparam name="TKey">Its hash must be seeded where keys are chosen by strangers.</typeparam>
/// <typeparam name="TValue">Kept in place and changed by reference.</typeparam>
internal sealed class BoundedTable<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
{
    private const int None = -1;
    private const int SmallestSize = 16;
    private Entry[] _entries = [];
    private int[] _buckets = [];
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public BoundedTable(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    /// <summary>When the oldest entry was added or last renewed. There must be one.</summary>
    public Instant OldestTime => _entries[_oldest].Time;

    public ref readonly TKey OldestKey => ref _entries[_oldest].Key;

    public ref TValue Oldest => ref _entries[_oldest].Value;

    /// <returns>A null reference when the key is not there; good until the next <see cref="Add"/> or <see cref="Remove"/>.</returns>
    public ref TValue Find(in TKey key)
    {
        var at = IndexOf(key);
        return ref at < 0 ? ref Unsafe.NullRef<TValue>() : ref _entries[at].Value;
    }

    /// <summary>Adds a key that is not there, as the newest. The table must not be full.</summary>
    public ref TValue Add(in TKey key, Instant time)
    {
        if (IsFull)
        {
            throw new InvalidOperationException("the table is full: remove its oldest entry first");
        }
        var at = Allocate();
        ref var bucket = ref Bucket(key.GetHashCode());
        ref var entry = ref _entries[at];
        entry = new Entry { Key = key, Time = time, Next = bucket, Older = _newest, Newer = None };
        bucket = at;
        LinkAsNewest(at);
        Count++;
        return ref entry.Value;
    }

    /// <summary>Makes an entry the newest.</summary>
    public void Renew(in TKey key, Instant time)
    {
        var at = IndexOf(key);
        if (at < 0)
        {
            return;
        }
        _entries[at].Time = time;
        if (at != _newest)
        {
            Unlink(at);
            _entries[at].Older = _newest;
            _entries[at].Newer = None;
            LinkAsNewest(at);
        }
    }

    public bool Remove(in TKey key)
    {
        if (Count == 0)
        {
            return false;
        }
        ref var link = ref Bucket(key.GetHashCode());
        while (link >= 0 && !_entries[link].Key.Equals(key))
        {
            link = ref _entries[link].Next;
        }
        if (link < 0)
        {
            return false;
        }
        var at = link;
        link = _entries[at].Next;
        Unlink(at);
        _entries[at].Value = default!;
        _entries[at].Next = _free;
        _free = at;
        Count--;
        return true;
    }

    public void RemoveOldest()
    {
        var key = _entries[_oldest].Key; // a copy: removing clears the entry
        Remove(key);
    }

    private int IndexOf(in TKey key)
    {
        if (Count == 0)
        {
            return None;
        }
        var at = Bucket(key.GetHashCode());
        while (at >= 0 && !_entries[at].Key.Equals(key))
        {
            at = _entries[at].Next;
        }
        return at;
    }

    private ref int Bucket(int hash) => ref _buckets[hash & (_buckets.Length - 1)];

    private int Allocate()
    {
        if (_free >= 0)
        {
            var free = _free;
            _free = _entries[free].Next;
            return free;
        }
        if (_used == _entries.Length)
        {
            Grow();
        }
        return _used++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, (int)Math.Min(Capacity, Math.Max(SmallestSize, 2L * _entries.Length)));
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)_entries.Length)];
        Array.Fill(_buckets, None);
        for (var at = _oldest; at >= 0; at = _entries[at].Newer)
        {
            ref var bucket = ref Bucket(_entries[at].Key.GetHashCode());
            _entries[at].Next = bucket;
            bucket = at;
        }
    }

    private void LinkAsNewest(int at)
    {
        if (_newest >= 0)
        {
            _entries[_newest].Newer = at;
        }
        else
        {
            _oldest = at;
        }
        _newest = at;
    }

    private void Unlink(int at)
    {
        var (older, newer) = (_entries[at].Older, _entries[at].Newer);
        if (older >= 0)
        {
            _entries[older].Newer = newer;
        }
        else
        {
            _oldest = newer;
        }
        if (newer >= 0)
        {
            _entries[newer].Older = older;
        }
        else
        {
            _newest = older;
        }
    }

    private struct Entry
    {
        public TKey Key;
        public TValue Value;
        public Instant Time;

        /// <summary>The next entry of the same bucket, or of the free ones.</summary>
        public int Next;
        public int Older;
        public int Newer;
    }
}
