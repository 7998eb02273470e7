using Circular2010.Frames;
using Circular2010.People;

namespace Circular2010.Network;

/// <summary>Client and server talk; the mirror port sees it, for relayed subnets between relay and server.</summary>
internal sealed class DhcpTalk(MirrorPort port, Dice dice)
{
    private static readonly Endpoint s_server = new(Campus.DhcpServerMac, Campus.DhcpServer, 67);

    public int Renewals { get; private set; }

    public int Acknowledgements { get; private set; }

    public int Informs { get; private set; }

    public int Releases { get; private set; }

    public void Tell(Stay stay)
    {
        if (!stay.IsImported)
        {
            Join(stay);
        }

        for (int i = 1; i < stay.Acks.Count; i++)
        {
            Renew(stay, stay.Acks[i]);
        }

        if (!stay.Renews && !stay.IsImported)
        {
            AskInVain(stay);
        }

        if (stay.Ending == Ending.Release)
        {
            Releases++;
            Unicast(stay, stay.LeaseEnd, Message(stay, DhcpType.Release, client: stay.Address, server: Campus.DhcpServer, isShort: true));
        }
        else if (stay.Ending == Ending.Decline)
        {
            DhcpMessage decline = Message(stay, DhcpType.Decline, requested: stay.Address, server: Campus.DhcpServer, isShort: true);
            FromClient(stay, stay.LeaseEnd, decline);
        }
    }

    /// <summary>
    /// DHCPINFORM asks for options only. The ACK names no address and no lease time, and must neither give nor end a lease.
    /// </summary>
    public void Inform(Device device, long time, uint address)
    {
        Informs++;
        ulong mac = device.Macs[Week.DayOf(time)];
        uint transaction = (uint)dice.Next();
        DhcpMessage inform = new()
        {
            Type = DhcpType.Inform,
            Transaction = transaction,
            Mac = mac,
            ClientAddress = address,
            ClientId = device.ClientId,
            HostName = device.HostName,
        };
        DhcpMessage ack = new()
        {
            Type = DhcpType.Ack,
            Transaction = transaction,
            Mac = mac,
            ClientAddress = address,
            ServerId = Campus.DhcpServer,
        };
        Send(time, Campus.Client(address, 68), s_server, inform);
        Send(time + dice.Between(2_000, 20_000), s_server, Campus.Client(address, 68), ack);
    }

    /// <summary>The client remembers an address that is not its own any more, asks for it at once, and is refused.</summary>
    public void Refuse(Device device, long time, uint address)
    {
        ulong mac = device.Macs[Week.DayOf(time)];
        uint transaction = (uint)dice.Next();
        DhcpMessage request = new()
        {
            Type = DhcpType.Request,
            Transaction = transaction,
            Mac = mac,
            RequestedAddress = address,
            ClientId = device.ClientId,
            HostName = device.HostName,
        };
        DhcpMessage nak = new() { Type = DhcpType.Nak, Transaction = transaction, Mac = mac, ServerId = Campus.DhcpServer };
        Send(time, new Endpoint(mac, 0, 68), new Endpoint(Campus.BroadcastMac, Campus.Broadcast, 67), request);
        Send(time + dice.Between(2_000, 20_000), s_server, new Endpoint(Campus.BroadcastMac, Campus.Broadcast, 68), nak);
    }

    private void Join(Stay stay)
    {
        uint transaction = (uint)dice.Next();
        bool broadcast = dice.Chance(40);
        long span = stay.Acknowledged - stay.Begin;
        if (!stay.Reboots)
        {
            FromClient(stay, stay.Begin, Message(stay, DhcpType.Discover, transaction, broadcast: broadcast));
            FromServer(stay, stay.Begin + (span / 3), Reply(stay, DhcpType.Offer, transaction, broadcast));
        }

        DhcpMessage request = Message(stay, DhcpType.Request, transaction, requested: stay.Address,
            server: stay.Reboots ? 0 : Campus.DhcpServer, broadcast: broadcast);
        FromClient(stay, stay.Begin + (span * 2 / 3), request);
        FromServer(stay, stay.Acknowledged, Reply(stay, DhcpType.Ack, transaction, broadcast));
        Acknowledgements++;
    }

    /// <summary>Trap 5. RFC 2131 4.3.2: RENEWING fills in ciaddr, neither option 50 nor 54, and is unicast.</summary>
    private void Renew(Stay stay, long acknowledged)
    {
        uint transaction = (uint)dice.Next();
        Unicast(stay, acknowledged - dice.Between(800, 1_900), Message(stay, DhcpType.Request, transaction, client: stay.Address));
        DhcpMessage ack = new()
        {
            Type = DhcpType.Ack,
            Transaction = transaction,
            Mac = stay.Mac,
            ClientAddress = stay.Address,
            YourAddress = stay.Address,
            ServerId = Campus.DhcpServer,
            LeaseSeconds = stay.LeaseSeconds,
        };
        Send(acknowledged, s_server, Campus.Client(stay.Address, 68), ack);
        Acknowledgements++;
        Renewals++;
    }

    /// <summary>Renewals without an answer at T1 and 7/8 of the lease: they prolong nothing.</summary>
    private void AskInVain(Stay stay)
    {
        foreach (int eighths in (int[])[4, 7])
        {
            long time = stay.Acknowledged + (stay.LeaseSeconds * Week.Second / 8 * eighths);
            if (time < stay.Leave)
            {
                Unicast(stay, time, Message(stay, DhcpType.Request, client: stay.Address));
            }
        }
    }

    private DhcpMessage Message(
        Stay stay, DhcpType type, uint transaction = 0, uint client = 0, uint requested = 0, uint server = 0, bool broadcast = false, bool isShort = false) => new()
        {
            Type = type,
            Transaction = transaction == 0 ? (uint)dice.Next() : transaction,
            Mac = stay.Mac,
            ClientAddress = client,
            RequestedAddress = requested,
            ServerId = server,
            WantsBroadcast = broadcast,
            ClientId = stay.Device.ClientId,
            HostName = isShort ? null : stay.Device.HostName,
            Hops = type != DhcpType.Release && client == 0 && AddressPool.IsRelayed(stay.Address) ? 1 : 0,
            RelayAddress = type != DhcpType.Release && client == 0 && AddressPool.IsRelayed(stay.Address) ? Campus.Gateway(stay.Address) : 0,
        };

    private static DhcpMessage Reply(Stay stay, DhcpType type, uint transaction, bool broadcast) => new()
    {
        Type = type,
        Transaction = transaction,
        Mac = stay.Mac,
        YourAddress = stay.Address,
        ServerId = Campus.DhcpServer,
        LeaseSeconds = stay.LeaseSeconds,
        WantsBroadcast = broadcast,
        // RFC 6842 came three years later; only some servers of the time give the client id back.
        ClientId = transaction % 5 == 0 ? stay.Device.ClientId : null,
        Hops = AddressPool.IsRelayed(stay.Address) ? 1 : 0,
        RelayAddress = AddressPool.IsRelayed(stay.Address) ? Campus.Gateway(stay.Address) : 0,
    };

    private void FromClient(Stay stay, long time, DhcpMessage message)
    {
        if (AddressPool.IsRelayed(stay.Address))
        {
            Send(time, Campus.Relay(stay.Address), s_server, message);
            return;
        }

        Send(time, new Endpoint(stay.Mac, 0, 68), new Endpoint(Campus.BroadcastMac, Campus.Broadcast, 67), message);
    }

    private void FromServer(Stay stay, long time, DhcpMessage message)
    {
        Endpoint client = message.WantsBroadcast
            ? new Endpoint(Campus.BroadcastMac, Campus.Broadcast, 68)
            : new Endpoint(stay.Mac, stay.Address, 68);
        if (!AddressPool.IsRelayed(stay.Address))
        {
            Send(time, s_server, client, message);
            return;
        }

        Send(time, s_server, Campus.Relay(stay.Address), message);
        if (!stay.IsSeenBehindRelayOnly)
        {
            Send(time + dice.Between(300, 900), Campus.Relay(stay.Address), client, message with { HasRelayOption = false });
        }
    }

    private void Unicast(Stay stay, long time, DhcpMessage message) =>
        Send(time, Campus.Client(stay.Address, 68), s_server, message);

    private void Send(long time, Endpoint from, Endpoint to, DhcpMessage message) =>
        port.SeeClassifiable(time, Envelope.Udp(from, to, from.Address == 0 ? 128 : 64, dice.Below(65536), message.ToArray()));
}
