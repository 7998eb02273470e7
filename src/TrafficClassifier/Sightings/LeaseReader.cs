using TrafficClassifier.Identity;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Turns DHCPv4 messages into bindings (RFC 2131 3.1, 4.3, 4.4): an ACK with an address is the binding, also of a renewal; the ACK of an
/// INFORM carries no address and is none; RELEASE and DECLINE end one. Client id and host name mostly stand in the client's own messages
/// and not in the ACK, so what a hardware address last said of itself is remembered.
/// </summary>
public sealed class LeaseReader
{
    private readonly BindingTable _bindings;
    private readonly DeviceTable _devices;
    private readonly DuidMemory? _duids;
    private readonly Dictionary<ulong, DeviceId> _latest = [];
    private readonly int _capacity;

    /// <param name="bindings">Takes the leases.</param>
    /// <param name="devices">Gives their devices numbers.</param>
    /// <param name="duids">Told of clients that name themselves as in DHCPv6 (RFC 4361).</param>
    /// <param name="capacity">Clients remembered at most.</param>
    public LeaseReader(BindingTable bindings, DeviceTable devices, DuidMemory? duids = null, int capacity = 1 << 18)
    {
        _bindings = bindings;
        _devices = devices;
        _duids = duids;
        _capacity = capacity;
    }

    /// <summary>ACKs that bound an address.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>ACKs without an address: answers to INFORM.</summary>
    public long Informed { get; private set; }

    /// <summary>Clients whose own words could not be remembered because the table was full.</summary>
    public long Evictions { get; private set; }

    public void Observe(Instant time, scoped in DhcpMessage message)
    {
        var type = message.MessageType;
        if (message.IsReply ? type != DhcpMessageType.Ack : type == DhcpMessageType.None)
        {
            return;
        }
        // An unknown device, as when its table is full, ends the old holder's lease all the same.
        var device = Describe(message);
        switch (type)
        {
            case DhcpMessageType.Ack when message.YourAddress.IsUnspecified:
                Informed++;
                break;
            case DhcpMessageType.Ack:
                Acknowledged++;
                _bindings.Add(new Lease(message.YourAddress, device, time, EndOf(time, message.LeaseSeconds), BindingSource.Sniffed));
                break;
            case DhcpMessageType.Release:
                _bindings.End(message.ClientAddress, device, time);
                break;
            case DhcpMessageType.Decline when message.RequestedAddress is { } declined:
                _bindings.End(declined, device, time);
                break;
            default:
                break;
        }
    }

    /// <summary>RFC 2131 3.3: 0xffffffff is for ever. So is an ACK without a time: plain BOOTP habits.</summary>
    private static Instant EndOf(Instant time, uint? seconds) => seconds is { } lease and not uint.MaxValue ? time.AddSeconds(lease) : Instant.MaxValue;

    private DeviceId Describe(scoped in DhcpMessage message)
    {
        Span<byte> clientId = stackalloc byte[DeviceTable.LongestPart];
        Span<byte> raw = stackalloc byte[DeviceTable.LongestPart];
        Span<byte> hostName = stackalloc byte[DeviceTable.LongestPart * WireText.LongestEscape];
        clientId = clientId[..Math.Clamp(message.CopyOption(DhcpOption.ClientId, clientId), 0, clientId.Length)];
        var rawLength = Math.Clamp(message.CopyOption(DhcpOption.HostName, raw), 0, raw.Length);
        // Some clients end the name with a zero byte (RFC 2132 2 warns of it).
        hostName = hostName[..(rawLength > 0 ? WireText.Format(raw[..rawLength].TrimEnd((byte)0), hostName) : message.FormatClientFqdn(hostName))];
        var mac = message.HardwareType == 1 ? MacAddress.FromBytes(message.ClientHardware) : MacAddress.None;
        var device = _devices.Intern(mac, clientId, hostName);
        if (DhcpUniqueId.OfClientId(clientId) is var duid && duid.Length < clientId.Length)
        {
            _duids?.Pair(duid, mac);
        }
        if (mac == MacAddress.None || device == DeviceId.None)
        {
            return device;
        }
        if (_latest.TryGetValue(mac.Value, out var before))
        {
            device = _devices.Merge(before, device);
        }
        else if (_latest.Count >= _capacity)
        {
            Evictions++;
            return device;
        }
        _latest[mac.Value] = device;
        return device;
    }
}
