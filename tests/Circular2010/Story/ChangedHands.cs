using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 3: a laptop is one person's until 5 January and another's from 6 January. Whoever reads the directory without its dates
/// gives all visits to the first or to the last holder.
/// </summary>
internal sealed class ChangedHands(Plan plan, Routine routine)
{
    private const int LastDayBefore = 2; // Tuesday 5 January

    public void Tell()
    {
        foreach (Person[] pair in plan.Cast.Groups(Trap.DeviceChangesHands, 24, true, true))
        {
            Share(pair, firstVisits: true, secondVisits: true);
        }

        foreach (Person[] pair in plan.Cast.Groups(Trap.DeviceChangesHands, 10, false, true))
        {
            Share(pair, firstVisits: false, secondVisits: true);
        }

        // The second holder visits with another device as well: reading only the first holder's row invents a visitor.
        foreach (Person[] pair in plan.Cast.Groups(Trap.DeviceChangesHands, 12, false, true))
        {
            Share(pair, firstVisits: false, secondVisits: true);
            routine.Attend(pair[1], pair[1].Devices[0], plan.AnyCountedDay(), visits: true);
        }

        foreach (Person[] pair in plan.Cast.Groups(Trap.DeviceChangesHands, 8, true, false))
        {
            Share(pair, firstVisits: true, secondVisits: false);
        }
    }

    private void Share(Person[] pair, bool firstVisits, bool secondVisits)
    {
        Device laptop = plan.University.Workshop.Make(DeviceKind.Laptop, Identity.Mac);
        University.Hold(pair[0], laptop, new Validity(null, Week.DateOf(LastDayBefore)));
        University.Hold(pair[1], laptop, new Validity(Week.DateOf(LastDayBefore + 1), null));
        routine.Attend(pair[0], laptop, 1 + plan.Dice.Below(2), firstVisits);
        routine.Attend(pair[1], laptop, 3 + plan.Dice.Below(3), secondVisits);
    }
}
