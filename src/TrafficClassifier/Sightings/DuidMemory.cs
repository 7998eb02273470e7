using TrafficClassifier.Identity;

namespace TrafficClassifier.Sightings;

/// <summary>
/// What clients said of themselves under their DUID: DHCPv6 replies carry neither their hardware address nor their name. Bounded; cloned
/// machines share a DUID, and one that came with two hardware addresses in DHCPv4 tells none.
/// </summary>
public sealed class DuidMemory
{
    private readonly Dictionary<byte[], Entry> _entries = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int _capacity;

    public DuidMemory(int capacity = 1 << 16)
    {
        _capacity = capacity;
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Clients that could not be remembered because the table was full.</summary>
    public long Refused { get; private set; }

    /// <summary>The client used that hardware address in DHCPv4.</summary>
    public void Pair(ReadOnlySpan<byte> duid, MacAddress mac)
    {
        _lookup.TryGetValue(duid, out var entry);
        entry.IsAmbiguous |= entry.Paired != MacAddress.None && mac != MacAddress.None && entry.Paired != mac;
        entry.Paired = mac != MacAddress.None ? mac : entry.Paired;
        Set(duid, entry);
    }

    /// <summary>The client's frame had that hardware address, and what it then said of itself.</summary>
    public void Remember(ReadOnlySpan<byte> duid, MacAddress seen, DeviceId latest)
    {
        _lookup.TryGetValue(duid, out var entry);
        entry.Seen = seen != MacAddress.None ? seen : entry.Seen;
        entry.Latest = latest;
        entry.HasLatest = true;
        Set(duid, entry);
    }

    /// <summary>The hardware address: seen with DHCPv6, else paired in DHCPv4, else none.</summary>
    public MacAddress MacOf(ReadOnlySpan<byte> duid) => !_lookup.TryGetValue(duid, out var entry) ? MacAddress.None
        : entry.Seen != MacAddress.None ? entry.Seen
        : entry.IsAmbiguous ? MacAddress.None : entry.Paired;

    /// <summary>The client as it last described itself.</summary>
    public DeviceId LatestOf(ReadOnlySpan<byte> duid) => _lookup.TryGetValue(duid, out var entry) && entry.HasLatest ? entry.Latest : DeviceId.None;

    private void Set(ReadOnlySpan<byte> duid, in Entry entry)
    {
        if (_entries.Count >= _capacity && !_lookup.ContainsKey(duid))
        {
            Refused++;
            return;
        }
        _lookup[duid] = entry;
    }

    private struct Entry
    {
        public MacAddress Seen;
        public MacAddress Paired;
        public DeviceId Latest;
        public bool IsAmbiguous;
        public bool HasLatest;
    }
}
