using System.Buffers.Binary;
using System.Text;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Identity;

/// <summary>
/// Gives each combination of hardware address, client id, host name and user a small number. Client ids that hold a DUID (RFC 4361) are
/// told by the DUID, which is the same in DHCPv4 and DHCPv6. Bounded: what devices say of themselves fills half of the table at most, so
/// that a flood of it leaves room for leases; when the table is full, further devices stay unknown, and their sightings without person,
/// but those of the directory, which always find room under the key that it names them by.
/// </summary>
public sealed class DeviceTable
{
    /// <summary>Longer client ids and host names (RFC 2132: up to 255 bytes) are cut.</summary>
    public const int LongestPart = 255;

    private readonly List<Device> _devices = [];
    private readonly Dictionary<MacAddress, DeviceId> _described = [];
    private readonly Dictionary<byte[], int> _ids;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int _capacity;

    /// <param name="capacity">Devices at most, beside those of the directory.</param>
    /// <param name="directory">Null without one.</param>
    public DeviceTable(int capacity = 1 << 18, StaffDirectory? directory = null)
    {
        Directory = directory;
        _capacity = capacity;
        _ids = new Dictionary<byte[], int>(ByteKeyComparer.Instance);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Whose devices always find room; null for nobody's.</summary>
    public StaffDirectory? Directory { get; set; }

    public int Count => _devices.Count;

    /// <summary>Devices that found the table full.</summary>
    public long Refused { get; private set; }

    public Device this[DeviceId id] => _devices[id.Value];

    /// <summary>Same hardware address, or without one the same client id, or without either the same host name. Nobody is the same as nobody.</summary>
    public bool IsSame(DeviceId left, DeviceId right)
    {
        if (left == DeviceId.None || right == DeviceId.None)
        {
            return false;
        }
        if (left == right)
        {
            return true;
        }
        var (a, b) = (this[left], this[right]);
        return a.User == b.User && a.Mac == b.Mac
            && (a.Mac != MacAddress.None || (a.ClientId == b.ClientId && (a.ClientId.Length > 0 || a.HostName == b.HostName)));
    }

    /// <summary>An order of the devices by what they are, not by when they came.</summary>
    internal int Compare(DeviceId left, DeviceId right)
    {
        if (left == right || left == DeviceId.None || right == DeviceId.None)
        {
            return left.Value.CompareTo(right.Value);
        }
        var (a, b) = (this[left], this[right]);
        var order = a.Mac.Value.CompareTo(b.Mac.Value);
        order = order != 0 ? order : string.CompareOrdinal(a.ClientId, b.ClientId);
        order = order != 0 ? order : string.CompareOrdinal(a.HostName, b.HostName);
        return order != 0 ? order : string.CompareOrdinal(a.User, b.User);
    }

    /// <summary>The device as the newer statement describes it, with what only the older one knew. Allocates only for a new combination.</summary>
    public DeviceId Merge(DeviceId older, DeviceId newer)
    {
        if (older == newer || older == DeviceId.None || newer == DeviceId.None)
        {
            return newer;
        }
        var (a, b) = (this[older], this[newer]);
        var missesClientId = b.ClientId.Length == 0 && a.ClientId.Length > 0;
        var missesHostName = b.HostName.Length == 0 && a.HostName.Length > 0;
        if (!missesClientId && !missesHostName)
        {
            return newer;
        }
        Span<byte> clientId = stackalloc byte[LongestPart];
        Span<byte> hostName = stackalloc byte[LongestPart];
        Span<byte> user = stackalloc byte[LongestPart];
        user = user[..Encoding.UTF8.GetBytes(b.User, user)];
        Convert.FromHexString(missesClientId ? a.ClientId : b.ClientId, clientId, out _, out var clientIdLength);
        var hostNameLength = Encoding.Latin1.GetBytes(missesHostName ? a.HostName : b.HostName, hostName);
        var merged = Intern(b.Mac, clientId[..clientIdLength], hostName[..hostNameLength], user);
        return merged == DeviceId.None ? newer : merged;
    }

    /// <param name="mac">Hardware address or none.</param>
    /// <param name="clientId">Raw bytes of option 61; may be empty.</param>
    /// <param name="hostName">Lower-case text; may be empty. A final dot is no part of it.</param>
    /// <param name="user">Lower-case UTF-8; may be empty.</param>
    /// <param name="isWeak">Anybody on the link can say so: such devices fill half of the table at most.</param>
    /// <returns><see cref="DeviceId.None"/> when nothing tells devices apart, or the table is full.</returns>
    public DeviceId Intern(MacAddress mac, ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> hostName, ReadOnlySpan<byte> user = default, bool isWeak = false)
    {
        clientId = DhcpUniqueId.OfClientId(clientId);
        clientId = clientId[..Math.Min(clientId.Length, LongestPart)];
        hostName = hostName.TrimEnd((byte)'.');
        hostName = hostName[..Math.Min(hostName.Length, LongestPart)];
        user = user[..Math.Min(user.Length, LongestPart)];
        if (mac == MacAddress.None && clientId.IsEmpty && hostName.IsEmpty && user.IsEmpty)
        {
            return DeviceId.None;
        }
        var id = InternKey(mac, clientId, hostName, user, isWeak ? _capacity / 2 : _capacity);
        if (id == DeviceId.None)
        {
            id = InternNamed(mac, clientId, hostName, user);
            Refused += id == DeviceId.None ? 1 : 0;
            return id;
        }
        if (id != DeviceId.None && mac != MacAddress.None && user.IsEmpty && (!clientId.IsEmpty || !hostName.IsEmpty))
        {
            _described[mac] = id;
        }
        return id;
    }

    /// <summary>The fullest description of a device that is known by its hardware address only: its own, where DHCP told no more.</summary>
    public DeviceId Describe(DeviceId id)
    {
        var device = this[id];
        return device.ClientId.Length == 0 && device.HostName.Length == 0 && device.User.Length == 0 && _described.TryGetValue(device.Mac, out var described)
            ? described
            : id;
    }

    /// <summary>By the directory's key alone: with whatever else it says, one device of the directory could fill any room.</summary>
    private DeviceId InternNamed(MacAddress mac, ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> hostName, ReadOnlySpan<byte> user)
    {
        if (Directory is null
            || !Directory.TryFindKey(new Device(mac, Convert.ToHexStringLower(clientId), Encoding.Latin1.GetString(hostName), Encoding.UTF8.GetString(user)), out var key))
        {
            return DeviceId.None;
        }
        return key.Kind switch
        {
            DeviceKeyKind.ClientId => InternKey(MacAddress.None, clientId, default, default, int.MaxValue),
            DeviceKeyKind.Mac => InternKey(mac, default, default, default, int.MaxValue),
            DeviceKeyKind.HostName => InternKey(MacAddress.None, default, Encoding.Latin1.GetBytes(key.Text), default, int.MaxValue),
            _ => InternKey(MacAddress.None, default, default, Encoding.UTF8.GetBytes(key.Text), int.MaxValue),
        };
    }

    private DeviceId InternKey(MacAddress mac, ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> hostName, ReadOnlySpan<byte> user, int room)
    {
        Span<byte> key = stackalloc byte[8 + 2 + (3 * LongestPart)];
        BinaryPrimitives.WriteUInt64BigEndian(key, mac.Value);
        key[8] = (byte)clientId.Length;
        key[9] = (byte)hostName.Length;
        clientId.CopyTo(key[10..]);
        hostName.CopyTo(key[(10 + clientId.Length)..]);
        user.CopyTo(key[(10 + clientId.Length + hostName.Length)..]);
        key = key[..(10 + clientId.Length + hostName.Length + user.Length)];
        if (_lookup.TryGetValue(key, out var known))
        {
            return new DeviceId(known);
        }
        if (_devices.Count >= room)
        {
            return DeviceId.None;
        }
        _lookup[key] = _devices.Count;
        _devices.Add(new Device(mac, Convert.ToHexStringLower(clientId), Encoding.Latin1.GetString(hostName), Encoding.UTF8.GetString(user)));
        return new DeviceId(_devices.Count - 1);
    }
}
