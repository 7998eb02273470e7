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
    private readonly ClientWords _words;

    /// <param name="bindings">Takes the leases.</param>
    /// <param name="devices">Gives their devices numbers.</param>
    /// <param name="duids">Told of clients that name themselves as in DHCPv6 (RFC 4361).</param>
    /// <param name="capacity">Clients remembered at most.</param>
    public LeaseReader(BindingTable bindings, DeviceTable devices, DuidMemory? duids = null, int capacity = 1 << 16)
    {
        _bindings = bindings;
        _devices = devices;
        _duids = duids;
        _words = new ClientWords(capacity);
    }

    /// <summary>ACKs that bound an address.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>ACKs without an address: answers to INFORM.</summary>
    public long Informed { get; private set; }

    /// <summary>Clients whose own words were forgotten because the table was full.</summary>
    public long Evictions => _words.Evictions;

    public void Observe(Instant time, scoped in DhcpMessage message)
    {
        var type = message.MessageType;
        if (message.IsReply ? type != DhcpMessageType.Ack : type == DhcpMessageType.None)
        {
            return;
        }
        // An unknown device, as when its table is full, ends the old holder's lease all the same.
        var device = Describe(time, message);
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

    /// <summary>Remembers what a client says of itself in a log, and gives what it said before where nothing is told now.</summary>
    internal void Complete(MacAddress mac, Instant time, scoped ref ReadOnlySpan<byte> clientId, scoped ref ReadOnlySpan<byte> hostName)
    {
        if (mac != MacAddress.None)
        {
            _words.Complete(mac, time, ref clientId, ref hostName);
        }
    }

    /// <summary>RFC 2131 3.3: 0xffffffff is for ever. So is an ACK without a time: plain BOOTP habits.</summary>
    private static Instant EndOf(Instant time, uint? seconds) => seconds is { } lease and not uint.MaxValue ? time.AddSeconds(lease) : Instant.MaxValue;

    private DeviceId Describe(Instant time, scoped in DhcpMessage message)
    {
        Span<byte> ownClientId = stackalloc byte[DeviceTable.LongestPart];
        Span<byte> raw = stackalloc byte[DeviceTable.LongestPart];
        Span<byte> ownName = stackalloc byte[DeviceTable.LongestPart * WireText.LongestEscape];
        ReadOnlySpan<byte> clientId = ownClientId[..Math.Clamp(message.CopyOption(DhcpOption.ClientId, ownClientId), 0, ownClientId.Length)];
        var rawLength = Math.Clamp(message.CopyOption(DhcpOption.HostName, raw), 0, raw.Length);
        // Some clients end the name with a zero byte (RFC 2132 2 warns of it).
        var nameLength = rawLength > 0 ? WireText.Format(raw[..rawLength].TrimEnd((byte)0), ownName) : message.FormatClientFqdn(ownName);
        ReadOnlySpan<byte> hostName = ownName[..Math.Min(nameLength, DeviceTable.LongestPart)];
        var mac = message.HardwareType == 1 ? MacAddress.FromBytes(message.ClientHardware) : MacAddress.None;
        if (DhcpUniqueId.OfClientId(clientId) is var duid && duid.Length < clientId.Length)
        {
            _duids?.Pair(duid, mac);
        }
        if (mac != MacAddress.None)
        {
            _words.Complete(mac, time, ref clientId, ref hostName);
        }
        // Anybody can ask; only who has an address is a device to count.
        return _devices.Intern(mac, clientId, hostName, isWeak: !message.IsReply);
    }
}
