using Circular2010.People;

namespace Circular2010.Network;

internal enum Ending
{
    /// <summary>The device leaves without a word; its lease runs out.</summary>
    Silence,

    /// <summary>DHCPRELEASE.</summary>
    Release,

    /// <summary>DHCPDECLINE: somebody else already uses the address.</summary>
    Decline,
}

/// <summary>A device's presence on the network under one lease, renewed at T1 while it stays.</summary>
internal sealed class Stay
{
    public Stay(Device device, long begin, long leave, int leaseSeconds, Ending ending, bool renews, Dice dice)
    {
        Device = device;
        Begin = begin;
        Leave = leave;
        LeaseSeconds = leaseSeconds;
        Ending = ending;
        Renews = renews;
        IsImported = begin < Week.Start;
        Mac = device.Macs[IsImported ? 0 : Week.DayOf(begin)];
        Acks.Add(IsImported ? begin : begin + dice.Between(30_000, 140_000));
        while (renews && NextRenewal < leave - Week.Second)
        {
            Acks.Add(NextRenewal + dice.Between(2_000, 1_900_000));
        }
    }

    public Device Device { get; }

    public ulong Mac { get; }

    /// <summary>The first DHCP frame.</summary>
    public long Begin { get; }

    /// <summary>The last moment at which the device is there.</summary>
    public long Leave { get; }

    public int LeaseSeconds { get; }

    public Ending Ending { get; }

    public bool Renews { get; }

    /// <summary>Trap 6: it began before the capture and stands in leases.csv.</summary>
    public bool IsImported { get; }

    /// <summary>The client remembers its address and asks for it at once, without DISCOVER.</summary>
    public bool Reboots { get; set; }

    /// <summary>The stay whose address this one gets.</summary>
    public Stay? After { get; init; }

    /// <summary>The server keeps the address back at least until then.</summary>
    public long KeptUntil { get; set; }

    /// <summary>Another stay will ask for this address; nobody else may get it before.</summary>
    public bool IsKeptForNext { get; set; }

    public List<long> Acks { get; } = [];

    public long Acknowledged => Acks[0];

    /// <summary>The end of the lease as the server sees it.</summary>
    public long LeaseEnd => Ending == Ending.Silence ? Acks[^1] + (LeaseSeconds * Week.Second) : Leave;

    public uint Address { get; set; }

    /// <summary>The client's side of the relay is not mirrored: this lease is seen only between relay and server.</summary>
    public bool IsSeenBehindRelayOnly { get; set; }

    private long NextRenewal => Acks[^1] + (LeaseSeconds * Week.Second / 2);
}
