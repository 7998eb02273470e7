using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Identity;

/// <summary>
/// Numbers whom sightings are counted for: staff first (their number is their position in the directory), then devices and addresses as
/// they turn up. Bounded: a flood of spoofed addresses fills the table, not the memory, and never touches the numbers of staff.
/// </summary>
public sealed class SubjectTable
{
    private readonly List<SubjectKind> _kinds;
    private readonly Dictionary<IpAddress, int> _addresses = [];
    private readonly Dictionary<MacAddress, int> _devices = [];
    private readonly Dictionary<(string User, string ClientId, string HostName), int> _withoutMac = [];
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

    /// <summary>Is told of every device and address that gets a number, with what makes it the same in every process; staff are in the directory.</summary>
    public Action<SubjectId, SubjectKey>? Numbered { get; set; }

    /// <summary>A device by what makes it the same (<see cref="DeviceTable.IsSame"/>), and no further description: it is counted once.</summary>
    public SubjectId Of(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Mac != MacAddress.None)
        {
            return Of(_devices, device.Mac, SubjectKind.Device);
        }
        var isUser = device.User.Length > 0;
        var clientId = isUser ? "" : device.ClientId;
        return Of(_withoutMac, (device.User, clientId, isUser || clientId.Length > 0 ? "" : device.HostName), SubjectKind.Device);
    }

    public SubjectId Of(IpAddress address) => Of(_addresses, address, SubjectKind.Address);

    private SubjectId Of<TKey>(Dictionary<TKey, int> numbers, TKey key, SubjectKind kind)
        where TKey : notnull
    {
        if (numbers.TryGetValue(key, out var known))
        {
            return new SubjectId(known);
        }
        var added = Add(kind);
        if (added != SubjectId.None)
        {
            numbers.Add(key, added.Value);
            Numbered?.Invoke(added, new SubjectKey(kind, TextOf(key)));
        }
        return added;
    }

    /// <summary>Of a device without hardware address exactly one of the three is there.</summary>
    private static string TextOf<TKey>(TKey key) => key is ValueTuple<string, string, string>(var user, var clientId, var hostName)
        ? user.Length > 0 ? "user:" + user : clientId.Length > 0 ? "id:" + clientId : "host:" + hostName
        : key!.ToString()!;

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
