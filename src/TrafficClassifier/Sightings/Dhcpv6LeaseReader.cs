using TrafficClassifier.Identity;
using TrafficClassifier.Wire;
using TrafficClassifier.Wire.Dhcp;

namespace TrafficClassifier.Sightings;

/// <summary>
/// Turns DHCPv6 messages into bindings (RFC 8415 18): a REPLY's addresses are leased, its prefixes delegated, unless a status says that
/// they are not or their valid lifetime is 0; RELEASE and DECLINE end. The device is the client's hardware address as the relay next to it
/// says (RFC 6939), else as its own frame shows, else as it had it in DHCPv4 with the same DUID, else as its DUID was once made of; the latter
/// two only if the DUID is known of no other hardware address.
/// </summary>
public sealed class Dhcpv6LeaseReader
{
    private const ushort ServerPort = 547;

    /// <summary>RFC 8415 11.1: two bytes of type and 128.</summary>
    private const int LongestDuid = 130;

    private readonly AddressBook _book;
    private readonly DuidMemory _duids;

    public Dhcpv6LeaseReader(AddressBook book, DuidMemory duids)
    {
        _book = book;
        _duids = duids;
    }

    /// <summary>Addresses that a REPLY leased.</summary>
    public long Leased { get; private set; }

    /// <summary>Prefixes that a REPLY delegated.</summary>
    public long Delegated { get; private set; }

    /// <summary>Addresses and prefixes that a REPLY did not grant.</summary>
    public long Denied { get; private set; }

    public void Observe(scoped in FrameContext context, scoped in Dhcpv6Message message)
    {
        var duid = message.ClientId;
        if (duid.IsEmpty || duid.Length > LongestDuid)
        {
            return;
        }
        switch (message.MessageType)
        {
            case Dhcpv6MessageType.Reply:
                Bind(context.Time, message, Describe(message, MacAddress.None));
                break;
            case Dhcpv6MessageType.Release or Dhcpv6MessageType.Decline:
                EndAll(context.Time, message, Describe(message, FrameMac(context, message)));
                break;
            case Dhcpv6MessageType.Solicit or Dhcpv6MessageType.Request or Dhcpv6MessageType.Confirm or Dhcpv6MessageType.Renew
                or Dhcpv6MessageType.Rebind or Dhcpv6MessageType.InformationRequest:
                var mac = FrameMac(context, message);
                _duids.Remember(duid, message.TransactionId, mac, Describe(message, mac), context.Time);
                break;
            default:
                break;
        }
    }

    private void Bind(Instant time, scoped in Dhcpv6Message message, DeviceId device)
    {
        var isGranted = message.Status == 0;
        foreach (var grant in message.Grants)
        {
            if (!isGranted || grant.Status != 0)
            {
                Denied++;
            }
            else if (grant.ValidSeconds == 0)
            {
                End(time, grant, device); // RFC 8415 18.2.10.1: gone at once
            }
            else if (grant.Kind == Dhcpv6Option.PrefixDelegation)
            {
                Delegated++;
                _book.Prefixes.Add(grant.Address, grant.PrefixLength, device, time, EndOf(time, grant.ValidSeconds));
            }
            else if (!grant.Address.IsUnspecified && !grant.Address.IsMulticast)
            {
                Leased++;
                _book.Leases.Add(new Lease(grant.Address, device, time, EndOf(time, grant.ValidSeconds), BindingSource.Sniffed));
            }
        }
    }

    private void EndAll(Instant time, scoped in Dhcpv6Message message, DeviceId device)
    {
        foreach (var grant in message.Grants)
        {
            End(time, grant, device);
        }
    }

    private void End(Instant time, in Dhcpv6Grant grant, DeviceId device)
    {
        if (grant.Kind == Dhcpv6Option.PrefixDelegation)
        {
            _book.Prefixes.End(grant.Address, grant.PrefixLength, device, time);
        }
        else
        {
            _book.Leases.End(grant.Address, device, time);
        }
    }

    /// <summary>RFC 8415 7.7: 0xffffffff is for ever.</summary>
    private static Instant EndOf(Instant time, uint seconds) => seconds == uint.MaxValue ? Instant.MaxValue : time.AddSeconds(seconds);

    /// <summary>Routers pass nothing from a link-local address on, so such a frame is the client's own, if no relay is in between.</summary>
    private static MacAddress FrameMac(scoped in FrameContext context, scoped in Dhcpv6Message message) =>
        !message.ClientEthernet.IsEmpty ? MacAddress.FromBytes(message.ClientEthernet)
        : message.RelayCount == 0 && context.DestinationPort == ServerPort && context.Source.IsLinkLocal ? MacAddress.FromBytes(context.LinkSource)
        : MacAddress.None;

    private DeviceId Describe(scoped in Dhcpv6Message message, MacAddress mac)
    {
        var duid = message.ClientId;
        if (mac == MacAddress.None && _duids.TryMacOf(duid, message.TransactionId, out mac) && mac == MacAddress.None)
        {
            mac = MacAddress.FromBytes(DhcpUniqueId.EthernetOf(duid));
        }
        Span<byte> name = stackalloc byte[DeviceTable.LongestPart * WireText.LongestEscape];
        name = name[..message.FormatClientFqdn(name)];
        var device = _book.Devices.Intern(mac, duid, name, isWeak: message.MessageType != Dhcpv6MessageType.Reply);
        var before = _duids.LatestOf(duid, message.TransactionId);
        return before != DeviceId.None && device != DeviceId.None && _book.Devices.IsSame(before, device) ? _book.Devices.Merge(before, device) : device;
    }
}
