using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Answers who was behind an address at the time of a sighting, as closely as is known and is asked for: a person, else a device, else
/// the address itself. Never guesses: a device that the directory does not name stays a device.
/// </summary>
public sealed class Attribution
{
    private readonly BindingTable _bindings;
    private readonly DeviceTable _devices;
    private readonly StaffDirectory? _directory;
    private readonly SubjectKind _closest;
    private readonly List<(DateOnly Day, StaffId Staff)> _known = [];

    /// <param name="bindings">Who held which address.</param>
    /// <param name="devices">The devices of the bindings.</param>
    /// <param name="subjects">Numbers for whom it was.</param>
    /// <param name="directory">Whose device it was; null without one.</param>
    /// <param name="closest">Stop there: <see cref="SubjectKind.Device"/> counts devices, <see cref="SubjectKind.Address"/> addresses.</param>
    public Attribution(BindingTable bindings, DeviceTable devices, SubjectTable subjects, StaffDirectory? directory, SubjectKind closest = SubjectKind.Staff)
    {
        _bindings = bindings;
        _devices = devices;
        Subjects = subjects;
        _directory = directory;
        _closest = directory is null && closest == SubjectKind.Staff ? SubjectKind.Device : closest;
    }

    public SubjectTable Subjects { get; }

    /// <param name="address">The client's address.</param>
    /// <param name="time">The time of the sighting.</param>
    /// <param name="day">The local date at that time: the directory's dates are local.</param>
    public Holder Resolve(IpAddress address, Instant time, DateOnly day)
    {
        if (_closest == SubjectKind.Address || !_bindings.TryFind(address, time, out var device) || device == DeviceId.None)
        {
            return new Holder(SubjectKind.Address, address, DeviceId.None, StaffId.None);
        }
        var staff = _closest == SubjectKind.Staff ? HolderOf(device, day) : StaffId.None;
        return new Holder(staff == StaffId.None ? SubjectKind.Device : SubjectKind.Staff, address, device, staff);
    }

    /// <summary>The number that sets of people are made of. Only who visits a site of the catalog needs one.</summary>
    public SubjectId Number(in Holder holder) => holder.Kind switch
    {
        SubjectKind.Staff => SubjectTable.Of(holder.Staff),
        SubjectKind.Device => Subjects.Of(_devices[holder.Device], holder.Device),
        _ => Subjects.Of(holder.Address),
    };

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
        var staff = _directory!.HolderOf(_devices[device], day);
        _known[device.Value] = (day, staff);
        return staff;
    }
}
