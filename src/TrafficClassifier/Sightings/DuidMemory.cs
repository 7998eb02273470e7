using System.Runtime.CompilerServices;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Sightings;

/// <summary>
/// What clients said of themselves under their DUID: DHCPv6 replies carry neither their hardware address nor their name. Cloned machines
/// share a DUID, and a laptop has one for all its interfaces, so a reply is first of all to who asked under its transaction id (RFC 8415
/// 16.10); a DUID that came with two hardware addresses tells none by itself. Bounded: whoever came first is forgotten first.
/// </summary>
public sealed class DuidMemory
{
    private const int MostTransactions = 1 << 14;
    private readonly Dictionary<byte[], Entry> _entries = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Queue<byte[]> _order = new();
    private readonly BoundedTable<Transaction, Asked> _asked = new(MostTransactions);
    private readonly int _capacity;
    private long _number;

    public DuidMemory(int capacity = 1 << 16)
    {
        _capacity = capacity;
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Clients that were forgotten because the table was full.</summary>
    public long Evictions { get; private set; }

    /// <summary>The client used that hardware address in DHCPv4.</summary>
    public void Pair(ReadOnlySpan<byte> duid, MacAddress mac)
    {
        var entry = Find(duid);
        entry.Saw(mac);
        entry.Paired = mac != MacAddress.None ? mac : entry.Paired;
        _lookup[duid] = entry;
    }

    /// <summary>The client's frame had that hardware address, and what it then said of itself.</summary>
    public void Remember(ReadOnlySpan<byte> duid, uint transaction, MacAddress seen, DeviceId latest, Instant time)
    {
        var entry = Find(duid);
        entry.Saw(seen);
        entry.Seen = seen != MacAddress.None ? seen : entry.Seen;
        entry.Latest = latest;
        entry.HasLatest = true;
        _lookup[duid] = entry;
        Ask(new Transaction(entry.Number, transaction), new Asked(seen, latest), time);
    }

    /// <summary>
    /// The hardware address of who asked; where that was not seen, the one seen with DHCPv6, else paired in DHCPv4.
    /// </summary>
    /// <returns>Whether the DUID may tell its hardware address itself: not if it came with two.</returns>
    public bool TryMacOf(ReadOnlySpan<byte> duid, uint transaction, out MacAddress mac)
    {
        mac = MacAddress.None;
        if (!_lookup.TryGetValue(duid, out var entry))
        {
            return true;
        }
        ref var asked = ref _asked.Find(new Transaction(entry.Number, transaction));
        mac = !Unsafe.IsNullRef(ref asked) && asked.Mac != MacAddress.None ? asked.Mac
            : entry.IsAmbiguous ? MacAddress.None
            : entry.Seen != MacAddress.None ? entry.Seen : entry.Paired;
        return !entry.IsAmbiguous;
    }

    /// <summary>The client as it described itself when it asked, else as it last did.</summary>
    public DeviceId LatestOf(ReadOnlySpan<byte> duid, uint transaction)
    {
        if (!_lookup.TryGetValue(duid, out var entry))
        {
            return DeviceId.None;
        }
        ref var asked = ref _asked.Find(new Transaction(entry.Number, transaction));
        return !Unsafe.IsNullRef(ref asked) ? asked.Device
            : entry.HasLatest && !entry.IsAmbiguous ? entry.Latest : DeviceId.None;
    }

    private Entry Find(ReadOnlySpan<byte> duid)
    {
        if (_lookup.TryGetValue(duid, out var entry))
        {
            return entry;
        }
        if (_entries.Count >= _capacity)
        {
            _entries.Remove(_order.Dequeue());
            Evictions++;
        }
        var key = duid.ToArray();
        entry.Number = ++_number;
        _entries.Add(key, entry);
        _order.Enqueue(key);
        return entry;
    }

    private void Ask(Transaction transaction, Asked asked, Instant time)
    {
        ref var before = ref _asked.Find(transaction);
        if (!Unsafe.IsNullRef(ref before))
        {
            // Two that ask under one number: nobody can tell whose the reply is.
            before = before.Mac == asked.Mac ? asked : new Asked(MacAddress.None, DeviceId.None);
            return;
        }
        if (_asked.IsFull)
        {
            _asked.RemoveOldest(); // its reply has long come
        }
        _asked.Add(transaction, time) = asked;
    }

    private readonly record struct Transaction(long Client, uint Id);

    private readonly record struct Asked(MacAddress Mac, DeviceId Device);

    private struct Entry
    {
        public long Number;
        public MacAddress Seen;
        public MacAddress Paired;
        public DeviceId Latest;
        public bool IsAmbiguous;
        public bool HasLatest;

        public void Saw(MacAddress mac) => IsAmbiguous |= mac != MacAddress.None
            && ((Seen != MacAddress.None && Seen != mac) || (Paired != MacAddress.None && Paired != mac));
    }
}
