using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Answers who was behind an address at the time of a sighting, as closely as is known and is asked for: a person, else a device, else
/// the address itself. Never guesses: a device that the directory does not name stays a device. The first that applies decides:
/// <list type="number">
/// <item>The directory says that the address is shared (<c>*</c> with <c>ip:</c>): it is, whoever logs in behind it.</item>
/// <item>Accounting: somebody is logged in at the address, or at its /64: that user, whoever owns the device. A user that the directory does
/// not know is a device without a person, not the device's owner. Two users at once, at the address or at the device: shared.</item>
/// <item>A DHCP lease names the device: if somebody is logged in at its hardware address, that user (two: shared); else whom the directory
/// says the device belongs to, or that it is shared (<c>*</c>). While a lease runs, nothing that neighbours say of the address counts,
/// also where the lease's device is not known.</item>
/// <item>ARP or neighbour discovery names the device: as for a lease.</item>
/// <item>The address is in a prefix that was delegated to a router: shared, by whoever is behind that.</item>
/// <item>Nobody knows: the address.</item>
/// </list>
/// Within accounting all running sessions count together; within leases the one that began last; among neighbours the one that spoke last,
/// unless two did within moments: then nobody.
/// </summary>
public sealed class Attribution
{
    private readonly AddressBook _book;
    private readonly StaffDirectory? _directory;
    private readonly SubjectKind _closest;
    private readonly List<(DateOnly Day, StaffId Staff)> _known = [];

    /// <param name="book">Who held which address.</param>
    /// <param name="subjects">Numbers for whom it was.</param>
    /// <param name="directory">Whose device it was; null without one.</param>
    /// <param name="closest">Stop there: <see cref="SubjectKind.Device"/> counts devices, <see cref="SubjectKind.Address"/> addresses.</param>
    public Attribution(AddressBook book, SubjectTable subjects, StaffDirectory? directory, SubjectKind closest = SubjectKind.Staff)
    {
        _book = book;
        Subjects = subjects;
        _directory = directory;
        _closest = directory is null && closest == SubjectKind.Staff ? SubjectKind.Device : closest;
    }

    public SubjectTable Subjects { get; }

    /// <param name="address">The client's address.</param>
    /// <param name="who">The user that the sighting itself names: the address does not matter then, be it shared or leased to another.</param>
    /// <param name="time">The time of the sighting.</param>
    /// <param name="day">The local date at that time.</param>
    public Holder Resolve(IpAddress address, DeviceId who, Instant time, DateOnly day) =>
        who != DeviceId.None && _closest == SubjectKind.Staff ? Of(address, who, day) : Resolve(address, time, day);

    /// <param name="address">The client's address.</param>
    /// <param name="time">The time of the sighting.</param>
    /// <param name="day">The local date at that time: the directory's dates are local.</param>
    public Holder Resolve(IpAddress address, Instant time, DateOnly day)
    {
        if (_closest == SubjectKind.Address)
        {
            return new Holder(SubjectKind.Address, address, DeviceId.None, StaffId.None);
        }
        if (_closest == SubjectKind.Device)
        {
            var isFound = TryFindDevice(address, time, out var only);
            return new Holder(isFound ? SubjectKind.Device : SubjectKind.Address, address, only, StaffId.None);
        }
        if (_directory!.IsShared(address, day))
        {
            return Shared(address, DeviceId.None);
        }
        if (_book.Sessions.TryFind(address, time, out var who, out var isShared))
        {
            return isShared || IsSharedDevice(_book.Devices[who].Mac, time) ? Shared(address, who) : Of(address, who, day);
        }
        if (TryFindDevice(address, time, out var device))
        {
            return _book.Sessions.TryFind(_book.Devices[device].Mac, time, out who, out isShared)
                ? isShared ? Shared(address, device) : Of(address, who, day)
                : Of(address, device, day);
        }
        return _book.Prefixes.Contains(address, time) ? Shared(address, DeviceId.None) : new Holder(SubjectKind.Address, address, DeviceId.None, StaffId.None);
    }

    /// <summary>The number that sets of people are made of; none for what is shared. Only who visits a site of the catalog needs one.</summary>
    public SubjectId Number(in Holder holder) => holder.Kind switch
    {
        SubjectKind.Staff => SubjectTable.Of(holder.Staff),
        SubjectKind.Device => Subjects.Of(_book.Devices[holder.Device]),
        SubjectKind.Shared => SubjectId.None,
        _ => Subjects.Of(holder.Address),
    };

    /// <summary>The device behind an address, by lease or, where none runs, by what neighbours said.</summary>
    private bool TryFindDevice(IpAddress address, Instant time, out DeviceId device)
    {
        if (_book.Leases.TryFindLease(address, time, out device))
        {
            return device != DeviceId.None;
        }
        if (!_book.Neighbours.Bindings.TryFind(address, time, out device))
        {
            return false;
        }
        device = _book.Devices.Describe(device);
        return true;
    }

    private bool IsSharedDevice(MacAddress mac, Instant time) => _book.Sessions.TryFind(mac, time, out _, out var isShared) && isShared;

    private static Holder Shared(IpAddress address, DeviceId device) => new(SubjectKind.Shared, address, device, StaffId.None);

    private Holder Of(IpAddress address, DeviceId device, DateOnly day)
    {
        var staff = HolderOf(device, day);
        return staff == StaffId.Shared ? Shared(address, device)
            : new Holder(staff == StaffId.None ? SubjectKind.Device : SubjectKind.Staff, address, device, staff);
    }

    /// <summary>Asks the directory once a device and day.</summary>
    private StaffId HolderOf(DeviceId device, DateOnly day)
    {
        while (_known.Count <= device.Value)
        {
            _known.Add((DateOnly.MinValue, StaffId.None));
        }
        var known = _known[device.Value];
        if (known.Day == day)
        {
            return known.Staff;
        }
        var staff = _directory!.HolderOf(_book.Devices[device], day);
        _known[device.Value] = (day, staff);
        return staff;
    }
}
