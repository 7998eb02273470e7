using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 18: the product gives a device 30 seconds of grace after its lease's end. All these leases are never renewed: the client asks
/// in vain. A visit ten seconds late still counts; five minutes late the address is nobody's (a guest squats on it); and once the
/// address is leased again, grace is over.
/// </summary>
internal sealed class Grace(Plan plan, Routine routine)
{
    private const int QuarterHour = 900;
    private readonly Dice _dice = plan.Dice;

    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.GraceAfterExpiry, 10))
        {
            Stay stay = ShortLease(person.Devices[0], staysLonger: true);
            plan.VisitFacebook(stay, person, stay.LeaseEnd + (10 * Week.Second), Trap.GraceAfterExpiry);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.LongAfterExpiry, 10))
        {
            Stay stay = ShortLease(person.Devices[0], staysLonger: false);
            stay.KeptUntil = stay.LeaseEnd + Week.Hour;
            plan.VisitAsGuest(stay, plan.NewGuest(), stay.LeaseEnd + (5 * Week.Minute), Trap.LongAfterExpiry, person);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.LeasedAgain, 8))
        {
            Stay stay = ShortLease(person.Devices[0], staysLonger: false);
            Stay guest = LeaseAgain(plan.NewGuest(), stay);
            plan.VisitAsGuest(guest, guest.Device, stay.LeaseEnd + (10 * Week.Second), Trap.LeasedAgain, person);
        }

        foreach (Person[] pair in plan.Cast.Groups(Trap.LeasedAgain, 5, true, true))
        {
            Stay before = ShortLease(pair[0].Devices[0], staysLonger: false);
            routine.Spend(pair[0], before, Week.DayOf(before.Begin), visits: true);
            Stay after = LeaseAgain(pair[1].Devices[0], before);
            plan.Acts.Add(new Web.Act
            {
                Kind = Web.ActKind.Connection,
                Device = after.Device,
                Stay = after,
                Time = before.LeaseEnd + (10 * Week.Second),
                Domain = plan.FacebookName(),
                Manner = _dice.Pick(pair[1].Manners),
                WithHandshake = true,
                Trap = Trap.LeasedAgain,
                Blame = pair[0],
            });
        }
    }

    private Stay ShortLease(Device device, bool staysLonger)
    {
        int day = plan.AnyCountedDay();
        long begin = _dice.Between(Week.At(day, 8, 3), Week.At(day, 8, 30));
        long leave = begin + (staysLonger ? 20 * Week.Minute : 12 * Week.Minute);
        return plan.Stay(device, begin, leave, QuarterHour, renews: false);
    }

    /// <summary>Acknowledged about five seconds after the other lease's end.</summary>
    private Stay LeaseAgain(Device device, Stay before)
    {
        long begin = before.LeaseEnd + (5 * Week.Second) - (80 * Week.Second / 1000);
        return plan.Stay(device, begin, begin + (3 * Week.Hour), 4 * 3600, after: before);
    }
}
