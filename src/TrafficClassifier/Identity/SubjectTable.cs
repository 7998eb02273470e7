using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Numbers whom sightings are counted for: staff first (their number is their position in the directory), then devices and addresses as
/// they turn up. Bounded: a flood of spoofed addresses fills the table, not the memory, and never touches the numbers of staff.
/// </summary>
public sealed class SubjectTable
{
    private readonly List<SubjectKind> _kinds;
    private readonly Dictionary<(ulong High, ulong Low), int> _addresses = [];
    private readonly Dictionary<ulong, int> _devices = [];
    private readonly int _capacity;

    /// <param name="staffCount">People in the directory.</param>
    /// <param name="capacity">Devices and addresses at most, beside staff.</param>
    public SubjectTable(int staffCount, int capacity = 1 << 18)
    {
        _capacity = staffCount + capacity;
        _kinds = [.. Enumerable.Repeat(SubjectKind.Staff, staffCount)];
        StaffCount = staffCount;
    }

    public int StaffCount { get; }

    public int Count => _kinds.Count;

    /// <summary>Devices and addresses that found the table full.</summary>
    public long Refused { get; private set; }

    public IReadOnlyList<SubjectKind> Kinds => _kinds;

    public static SubjectId Of(StaffId staff) => new(staff.Value);

    /// <summary>A device by its hardware address; without one by its place in the device table.</summary>
    public SubjectId Of(Device device, DeviceId id)
    {
        ArgumentNullException.ThrowIfNull(device);
        // Hardware addresses have 48 bits; the upper ones keep the two kinds of keys apart.
        var key = device.Mac != MacAddress.None ? device.Mac.Value : (1UL << 63) | (uint)id.Value;
        if (_devices.TryGetValue(key, out var known))
        {
            return new SubjectId(known);
        }
        var added = Add(SubjectKind.Device);
        if (added != SubjectId.None)
        {
            _devices.Add(key, added.Value);
        }
        return added;
    }

    public SubjectId Of(IpAddress address)
    {
        if (_addresses.TryGetValue((address.High, address.Low), out var known))
        {
            return new SubjectId(known);
        }
        var added = Add(SubjectKind.Address);
        if (added != SubjectId.None)
        {
            _addresses.Add((address.High, address.Low), added.Value);
        }
        return added;
    }

    private SubjectId Add(SubjectKind kind)
    {
        if (_kinds.Count == _capacity)
        {
            Refused++;
            return SubjectId.None;
        }
        _kinds.Add(kind);
        return new SubjectId(_kinds.Count - 1);
    }
}
