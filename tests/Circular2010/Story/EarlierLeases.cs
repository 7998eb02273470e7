using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 6: leases that began before the capture and stand in leases.csv. Some are long enough never to be renewed in the week; some
/// are renewed; some are released in the week and the address goes to somebody else, whatever leases.csv still says.
/// </summary>
internal sealed class EarlierLeases(Plan plan, Routine routine)
{
    private const int TwentyDays = 20 * 86_400; // T1 after ten days: not before 10 January
    private const int OneDay = 86_400;
    private readonly Dice _dice = plan.Dice;

    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.LeaseBeforeCapture, 70))
        {
            Work(person, TwentyDays, visits: true);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.LeaseBeforeCapture, 6))
        {
            Work(person, TwentyDays, visits: false);
        }

        foreach (Person person in plan.Cast.Visitors(Trap.LeaseBeforeCapture, 25))
        {
            Work(person, OneDay, visits: true);
        }

        foreach (Person[] pair in plan.Cast.Groups(Trap.ImportedThenReleased, 8, true, true))
        {
            Release(pair);
        }
    }

    private void Work(Person person, int leaseSeconds, bool visits)
    {
        long earliest = leaseSeconds == OneDay ? Week.Start - (11 * Week.Hour) : Week.Start - (48 * Week.Hour);
        Stay stay = plan.Stay(person.Devices[0], WholeSecond(earliest, Week.Start - Week.Hour), Week.At(5, 18), leaseSeconds);
        int visitDay = plan.AnyCountedDay();
        foreach (int day in Week.CountedDays)
        {
            if (day == visitDay || _dice.Chance(50))
            {
                routine.Spend(person, stay, day, visits && (day == visitDay || _dice.Chance(25)));
            }
        }
    }

    private void Release(Person[] pair)
    {
        int day = 3 + _dice.Below(2);
        long leave = _dice.Between(Week.At(day, 8, 8), Week.At(day, 8, 20));
        Stay before = plan.Stay(
            pair[0].Devices[0], WholeSecond(Week.Start - (48 * Week.Hour), Week.Start - Week.Hour), leave, TwentyDays, Ending.Release);
        routine.Spend(pair[0], before, 1 + _dice.Below(2), visits: true);
        long begin = leave + _dice.Between(Week.Minute, 5 * Week.Minute);
        Stay after = plan.Stay(pair[1].Devices[0], begin, Week.At(day, 14), 4 * 3600, after: before);
        routine.Spend(pair[1], after, day, visits: true);
    }

    /// <summary>leases.csv knows whole seconds only.</summary>
    private long WholeSecond(long from, long to) => _dice.Between(from / Week.Second, to / Week.Second) * Week.Second;
}
