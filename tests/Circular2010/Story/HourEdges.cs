using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>Trap 9, the side that counts: only at 08:00:00.000000 exactly, or only in the last tenth of a second before nine.</summary>
internal sealed class HourEdges(Plan plan)
{
    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.EdgeOfTheHour, 15))
        {
            int day = plan.AnyCountedDay();
            plan.VisitAtEdge(Morning(person, day), person, Week.At(day, 8), Trap.EdgeOfTheHour);
        }

        foreach (Person person in plan.Cast.Visitors(Trap.EdgeOfTheHour, 15))
        {
            int day = plan.AnyCountedDay();
            long time = Week.At(day, 9) - plan.Dice.Between(1, Week.Second / 10);
            plan.VisitAtEdge(Morning(person, day), person, time, Trap.EdgeOfTheHour);
        }
    }

    private Stay Morning(Person person, int day) =>
        plan.Stay(person.Devices[0], plan.Dice.Between(Week.At(day, 7, 15), Week.At(day, 7, 50)), Week.At(day, 12), 8 * 3600);
}
