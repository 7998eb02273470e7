using System.Buffers.Binary;
using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>
/// Gives each combination of hardware address, client id and host name a small number. Bounded: when the table is full, further devices
/// stay unknown, and their sightings without person; what is known goes on being counted right.
/// </summary>
public sealed class DeviceTable
{
    /// <summary>Longer client ids and host names (RFC 2132: up to 255 bytes) are cut.</summary>
    public const int LongestPart = 255;

    private readonly List<Device> _devices = [];
    private readonly Dictionary<byte[], int> _ids;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int _capacity;

    public DeviceTable(int capacity = 1 << 18)
    {
        _capacity = capacity;
        _ids = new Dictionary<byte[], int>(ByteKeyComparer.Instance);
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

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
        return a.Mac == b.Mac
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
        return order != 0 ? order : string.CompareOrdinal(a.HostName, b.HostName);
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
        Convert.FromHexString(missesClientId ? a.ClientId : b.ClientId, clientId, out _, out var clientIdLength);
        var hostNameLength = Encoding.Latin1.GetBytes(missesHostName ? a.HostName : b.HostName, hostName);
        var merged = Intern(b.Mac, clientId[..clientIdLength], hostName[..hostNameLength]);
        return merged == DeviceId.None ? newer : merged;
    }

    /// <param name="mac">Hardware address or none.</param>
    /// <param name="clientId">Raw bytes of option 61; may be empty.</param>
    /// <param name="hostName">Lower-case text; may be empty. A final dot is no part of it.</param>
    /// <returns><see cref="DeviceId.None"/> when nothing tells devices apart, or the table is full.</returns>
    public DeviceId Intern(MacAddress mac, ReadOnlySpan<byte> clientId, ReadOnlySpan<byte> hostName)
    {
        clientId = clientId[..Math.Min(clientId.Length, LongestPart)];
        hostName = hostName.TrimEnd((byte)'.');
        hostName = hostName[..Math.Min(hostName.Length, LongestPart)];
        if (mac == MacAddress.None && clientId.IsEmpty && hostName.IsEmpty)
        {
            return DeviceId.None;
        }
        Span<byte> key = stackalloc byte[8 + 1 + LongestPart + LongestPart];
        BinaryPrimitives.WriteUInt64BigEndian(key, mac.Value);
        key[8] = (byte)clientId.Length;
        clientId.CopyTo(key[9..]);
        hostName.CopyTo(key[(9 + clientId.Length)..]);
        key = key[..(9 + clientId.Length + hostName.Length)];
        if (_lookup.TryGetValue(key, out var known))
        {
            return new DeviceId(known);
        }
        if (_devices.Count == _capacity)
        {
            Refused++;
            return DeviceId.None;
        }
        _lookup[key] = _devices.Count;
        _devices.Add(new Device(mac, Convert.ToHexStringLower(clientId), Encoding.Latin1.GetString(hostName)));
        return new DeviceId(_devices.Count - 1);
    }
}
