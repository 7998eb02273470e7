using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// The people of the organisation: who is in which department on which days, and which devices are whose. Dates are local and inclusive.
/// </summary>
public sealed class StaffDirectory
{
    private readonly List<string> _staff = [];
    private readonly Dictionary<string, StaffId> _staffIds = new(StringComparer.Ordinal);
    private readonly List<string> _departments = [];
    private readonly Dictionary<string, DepartmentId> _departmentIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<List<DirectoryEntry>> _entries = [];
    private readonly Dictionary<DeviceKey, List<Holding>> _holdings = [];
    private readonly SharedAddresses _shared = new();
    private bool _namesRealms;

    /// <summary>External ids, by <see cref="StaffId"/>.</summary>
    public IReadOnlyList<string> Staff => _staff;

    /// <summary>Names, by <see cref="DepartmentId"/>.</summary>
    public IReadOnlyList<string> Departments => _departments;

    /// <summary>Lines that could not be used: numbers from this directory may be too small.</summary>
    public IReadOnlyList<InputError> Errors => _errors;

    private readonly List<InputError> _errors = [];

    public IReadOnlyList<DirectoryEntry> EntriesOf(StaffId staff) => _entries[staff.Value];

    /// <summary>The department of a person on a day: one at the most, rows that disagree were refused.</summary>
    public DepartmentId DepartmentOf(StaffId staff, DateOnly day)
    {
        foreach (var entry in _entries[staff.Value])
        {
            if (entry.IsValidOn(day))
            {
                return entry.Department;
            }
        }
        return DepartmentId.None;
    }

    /// <summary>An address with many people behind it on that day.</summary>
    public bool IsShared(IpAddress address, DateOnly day) => !_shared.IsEmpty && _shared.Contains(address, day);

    /// <summary>
    /// The person a device belonged to on a day: by client id, else hardware address, else host name. Where somebody is logged in, it is
    /// that user and nobody else, whoever owns the device. <see cref="StaffId.Shared"/> where the directory says so.
    /// </summary>
    public StaffId HolderOf(Device device, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.User.Length > 0)
        {
            return HolderOfUser(device.User, day);
        }
        var staff = device.ClientId.Length == 0 ? StaffId.None : HolderOf(new DeviceKey(DeviceKeyKind.ClientId, device.ClientId), day);
        if (staff == StaffId.None && device.Mac != MacAddress.None)
        {
            staff = HolderOf(DeviceKey.Of(device.Mac), day);
        }
        if (staff == StaffId.None && device.HostName.Length > 0)
        {
            var name = device.HostName.TrimEnd('.');
            staff = HolderOf(new DeviceKey(DeviceKeyKind.HostName, name), day);
            // Servers store the full name of what called itself by the first label.
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (staff == StaffId.None && dot > 0)
            {
                staff = HolderOf(new DeviceKey(DeviceKeyKind.HostName, name[..dot]), day);
            }
        }
        return staff;
    }

    /// <summary>The key by which the directory names a device on some day, in the order of <see cref="HolderOf(Device, DateOnly)"/>.</summary>
    internal bool TryFindKey(Device device, out DeviceKey key)
    {
        var name = device.HostName;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var bare = _namesRealms ? device.User : UserName.WithoutRealm(device.User);
        // A user is nobody but that user, whoever owns the device.
        ReadOnlySpan<DeviceKey> keys = device.User.Length > 0
            ? [new(DeviceKeyKind.User, device.User), new(DeviceKeyKind.User, bare),
                new(DeviceKeyKind.User, bare.Contains('@', StringComparison.Ordinal) ? bare : UserName.WithoutDomain(bare))]
            : [new(DeviceKeyKind.ClientId, device.ClientId), DeviceKey.Of(device.Mac), new(DeviceKeyKind.HostName, name), new(DeviceKeyKind.HostName, name[..Math.Max(dot, 0)])];
        foreach (var candidate in keys)
        {
            if (_holdings.ContainsKey(candidate))
            {
                key = candidate;
                return true;
            }
        }
        key = default;
        return false;
    }

    internal StaffId InternStaff(string externalId)
    {
        if (!_staffIds.TryGetValue(externalId, out var id))
        {
            id = new StaffId(_staff.Count);
            _staffIds.Add(externalId, id);
            _staff.Add(externalId);
            _entries.Add([]);
        }
        return id;
    }

    internal DepartmentId InternDepartment(string name)
    {
        if (!_departmentIds.TryGetValue(name, out var id))
        {
            id = new DepartmentId(_departments.Count);
            _departmentIds.Add(name, id);
            _departments.Add(name);
        }
        return id;
    }

    /// <summary>Puts a person into a department for some days; the department he is in on some of them already comes back instead.</summary>
    internal DepartmentId TryAddEntry(DirectoryEntry entry)
    {
        var entries = _entries[entry.Staff.Value];
        foreach (var other in entries)
        {
            if (other.Department != entry.Department && other.From <= entry.To && entry.From <= other.To)
            {
                return other.Department;
            }
        }
        if (!entries.Contains(entry))
        {
            entries.Add(entry);
        }
        return DepartmentId.None;
    }

    internal void AddDevice(DeviceKey key, StaffId staff, DateOnly from, DateOnly to)
    {
        if (!_holdings.TryGetValue(key, out var holdings))
        {
            _holdings.Add(key, holdings = []);
        }
        _namesRealms |= key.Kind == DeviceKeyKind.User && key.Text.Contains('@', StringComparison.Ordinal);
        holdings.Add(new Holding(staff, from, to));
    }

    /// <summary>The person who has the device on some of these days already, if that is somebody else.</summary>
    internal StaffId OtherHolder(DeviceKey key, string staffId, DateOnly from, DateOnly to) => _holdings.TryGetValue(key, out var holdings)
        ? holdings.FirstOrDefault(other => NameOf(other.Staff) != staffId && other.From <= to && from <= other.To, new Holding(StaffId.None, from, to)).Staff
        : StaffId.None;

    internal void AddShared(IpAddress network, int bits, DateOnly from, DateOnly to) => _shared.Add(network, bits, from, to);

    internal void AddError(InputError error) => _errors.Add(error);

    /// <summary>The id as the directory spells it; * for what is shared.</summary>
    internal string NameOf(StaffId staff) => staff == StaffId.Shared ? DirectoryFile.Shared : _staff[staff.Value];

    /// <summary>
    /// First the whole name, then without its realm, without its domain, without either. But where the directory names realms, a name is
    /// never taken out of its own: guests of other realms (eduroam) have the same names.
    /// </summary>
    private StaffId HolderOfUser(string name, DateOnly day)
    {
        var staff = HolderOf(new DeviceKey(DeviceKeyKind.User, name), day);
        var hasRealm = name.Contains('@', StringComparison.Ordinal);
        if (staff != StaffId.None || (hasRealm && _namesRealms))
        {
            return staff;
        }
        var bare = UserName.WithoutRealm(name);
        staff = HolderOf(new DeviceKey(DeviceKeyKind.User, bare), day);
        staff = staff != StaffId.None ? staff : HolderOf(new DeviceKey(DeviceKeyKind.User, UserName.WithoutDomain(name)), day);
        return staff != StaffId.None ? staff : HolderOf(new DeviceKey(DeviceKeyKind.User, UserName.WithoutDomain(bare)), day);
    }

    private StaffId HolderOf(DeviceKey key, DateOnly day)
    {
        if (_holdings.TryGetValue(key, out var holdings))
        {
            foreach (var holding in holdings)
            {
                if (holding.From <= day && day <= holding.To)
                {
                    return holding.Staff;
                }
            }
        }
        return StaffId.None;
    }

    private readonly record struct Holding(StaffId Staff, DateOnly From, DateOnly To);
}
