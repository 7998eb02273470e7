using Circular2010.Network;
using Circular2010.People;
using Circular2010.Web;

namespace Circular2010.Story;

/// <summary>Trap 17: DHCP messages that give no lease, or take none away. (Relayed leases are a matter of the address: see AddressPool.)</summary>
internal sealed class OddDhcp(Plan plan, Routine routine)
{
    private readonly Dice _dice = plan.Dice;

    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.InformWhileLeased, 25))
        {
            InformWhileLeased(person);
        }

        uint socket = Campus.FirstSeminarSocket;
        foreach (Person person in plan.Cast.Idlers(Trap.InformStatic, 8))
        {
            InformFromSeminarSocket(person, socket++);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Decline, 9))
        {
            Decline(person);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Nak, 11))
        {
            AskForAnothersAddress(person);
        }
    }

    /// <summary>Windows asks for proxy settings with INFORM while it holds a lease. The ACK's yiaddr 0 and missing lease time change nothing.</summary>
    private void InformWhileLeased(Person person)
    {
        int day = plan.AnyCountedDay();
        Stay stay = plan.Stay(person.Devices[0], _dice.Between(Week.At(day, 7, 20), Week.At(day, 8)), Week.At(day, 13), 8 * 3600);
        long inform = stay.Acknowledged + _dice.Between(3 * Week.Second, 50 * Week.Second);
        plan.Talks.Add(talk => talk.Inform(stay.Device, inform, stay.Address));
        plan.VisitFacebook(stay, person, plan.InWindow(stay, day) + (30 * Week.Second), Trap.InformWhileLeased);
    }

    /// <summary>
    /// A seminar room's socket has a fixed address printed on the wall. An idler uses it first and asks for options with INFORM;
    /// later a guest visits from it. No lease, so nobody may be named.
    /// </summary>
    private void InformFromSeminarSocket(Person person, uint address)
    {
        int day = plan.AnyCountedDay();
        Device device = person.Devices[0];
        device.IsPlanned[day] = true;
        long inform = _dice.Between(Week.At(day, 8, 2), Week.At(day, 8, 10));
        plan.Talks.Add(talk => talk.Inform(device, inform, address));
        Device guest = plan.NewGuest(DeviceKind.Laptop);
        plan.Acts.Add(new Act
        {
            Kind = ActKind.Connection,
            Device = guest,
            StaticAddress = address,
            Domain = plan.FacebookName(),
            Time = _dice.Between(Week.At(day, 8, 25), Week.At(day, 8, 55)),
            WithLookup = true,
            WithHandshake = true,
            Trap = Trap.InformStatic,
            Blame = person,
        });
    }

    /// <summary>The client finds the address already in use, declines it and takes another; the squatter, a guest, visits from it.</summary>
    private void Decline(Person person)
    {
        int day = plan.AnyCountedDay();
        Device device = person.Devices[0];
        long begin = _dice.Between(Week.At(day, 7, 30), Week.At(day, 8, 15));
        Stay declined = plan.Stay(device, begin, begin + _dice.Between(Week.Second, 2 * Week.Second), 8 * 3600, Ending.Decline);
        declined.KeptUntil = Week.At(day, 23);
        Stay stay = plan.Stay(device, declined.LeaseEnd + (11 * Week.Second), Week.At(day, 13), 8 * 3600);
        routine.Spend(person, stay, day, visits: false);
        Device squatter = plan.NewGuest(DeviceKind.Laptop);
        plan.VisitAsGuest(declined, squatter, _dice.Between(Week.At(day, 8, 25), Week.At(day, 8, 57)), Trap.Decline, person);
    }

    /// <summary>An idler's laptop wakes up, asks for an address that a guest holds by now, and is refused. The guest visits afterwards.</summary>
    private void AskForAnothersAddress(Person person)
    {
        int day = plan.AnyCountedDay();
        Stay held = plan.Stay(plan.NewGuest(), _dice.Between(Week.At(day, 7, 20), Week.At(day, 7, 40)), Week.At(day, 12), 8 * 3600);
        long refusal = _dice.Between(Week.At(day, 8, 8), Week.At(day, 8, 30));
        Device device = person.Devices[0];
        plan.Talks.Add(talk => talk.Refuse(device, refusal, held.Address));
        plan.VisitAsGuest(held, held.Device, _dice.Between(Week.At(day, 8, 35), Week.At(day, 8, 57)), Trap.Nak, person);
        Stay stay = plan.Stay(device, refusal + Week.Second, Week.At(day, 13), 8 * 3600);
        routine.Spend(person, stay, day, visits: false);
    }
}
