using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 1: within the hour an address goes from one device to another, by RELEASE or because a short lease runs out. Who visits is
/// fixed for each pair: both, the first, the second, neither, a guest before or after a person who does not.
/// Reading the hour's visits with one holder of the address loses or invents a visitor.
/// </summary>
internal sealed class AddressMoves(Plan plan, Routine routine)
{
    private readonly Dice _dice = plan.Dice;

    public void Tell()
    {
        foreach ((int usual, bool first, bool second) in ((int, bool, bool)[])[(60, true, true), (20, true, false), (15, false, true), (5, false, false)])
        {
            foreach (Person[] pair in plan.Cast.Groups(Trap.AddressMoves, usual, first, second))
            {
                int day = plan.AnyCountedDay();
                Stay before = First(pair[0].Devices[0], day);
                routine.Spend(pair[0], before, day, first);
                routine.Spend(pair[1], Second(pair[1].Devices[0], before), day, second);
            }
        }

        foreach (Person person in plan.Cast.Idlers(Trap.AddressMoves, 12))
        {
            int day = plan.AnyCountedDay();
            Stay guest = First(plan.NewGuest(), day);
            plan.VisitAsGuest(guest, guest.Device, plan.InWindow(guest, day), Trap.AddressMoves);
            routine.Spend(person, Second(person.Devices[0], guest), day, visits: false);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.AddressMoves, 9))
        {
            int day = plan.AnyCountedDay();
            Stay before = First(person.Devices[0], day);
            routine.Spend(person, before, day, visits: false);
            Stay guest = Second(plan.NewGuest(), before);
            plan.VisitAsGuest(guest, guest.Device, plan.InWindow(guest, day), Trap.AddressMoves);
        }

        foreach (Person[] pair in plan.Cast.Groups(Trap.AddressMoves, 8, true, true))
        {
            ThreeHolders(pair);
        }
    }

    private void ThreeHolders(Person[] pair)
    {
        int day = plan.AnyCountedDay();
        Stay before = plan.Stay(
            pair[0].Devices[0], Around(day, 7, 20, 55), Around(day, 8, 12, 18), 4 * 3600, Ending.Release);
        routine.Spend(pair[0], before, day, visits: true);
        Stay guest = plan.Stay(
            plan.NewGuest(), before.LeaseEnd + (20 * Week.Second), Around(day, 8, 25, 32), 3600, Ending.Release, after: before);
        plan.VisitAsGuest(guest, guest.Device, plan.InWindow(guest, day), Trap.AddressMoves);
        routine.Spend(pair[1], Second(pair[1].Devices[0], guest), day, visits: true);
    }

    private Stay First(Device device, int day)
    {
        if (_dice.Chance(50))
        {
            return plan.Stay(device, Around(day, 7, 15, 57), Around(day, 8, 18, 34), 4 * 3600, Ending.Release);
        }

        // Twenty minutes, renewed once after ten; the device goes soon after, the lease ends at 08:35 at the latest.
        long begin = _dice.Between(Week.At(day, 7, 52), Week.At(day, 8, 5));
        return plan.Stay(device, begin, begin + _dice.Between(12 * Week.Minute, 14 * Week.Minute), 1200);
    }

    private Stay Second(Device device, Stay before)
    {
        int rest = before.Ending == Ending.Release ? 5 : 35;
        long begin = before.LeaseEnd + _dice.Between(rest * Week.Second, 3 * Week.Minute);
        int day = Week.DayOf(begin);
        return plan.Stay(device, begin, _dice.Between(Week.At(day, 11), Week.At(day, 16)), 4 * 3600, after: before);
    }

    private long Around(int day, int hour, int fromMinute, int toMinute) =>
        _dice.Between(Week.At(day, hour, fromMinute), Week.At(day, hour, toMinute));
}
