using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 5: leases of forty minutes, taken soon after seven, renewed by unicast every twenty minutes. The only visit comes when the
/// first lease is long over: who does not read renewals loses the person, who takes each ACK for a new client gains one.
/// </summary>
internal sealed class Renewals(Plan plan)
{
    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.Renewal, 40))
        {
            int day = plan.AnyCountedDay();
            long begin = plan.Dice.Between(Week.At(day, 7, 5), Week.At(day, 7, 18));
            Stay stay = plan.Stay(person.Devices[0], begin, plan.Dice.Between(Week.At(day, 9, 10), Week.At(day, 10)), 2400);
            plan.VisitFacebook(stay, person, plan.Dice.Between(Week.At(day, 8, 5), Week.At(day, 8, 58)), Trap.Renewal);
        }
    }
}
