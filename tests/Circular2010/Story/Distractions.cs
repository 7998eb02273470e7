using Circular2010.Network;
using Circular2010.People;
using Circular2010.Web;

namespace Circular2010.Story;

/// <summary>
/// What idlers do that is no visit in the window: traps 7 (look-ups only), 8 (widgets only), 9 (other hours only), 10 (Sunday only)
/// and 11 (lookalikes only). One idler may stand in several; each alone would make a visitor of somebody who is none.
/// </summary>
internal sealed class Distractions(Plan plan)
{
    private readonly Dice _dice = plan.Dice;
    private readonly Dictionary<Person, Stay> _days = [];

    public void Tell()
    {
        Each(Trap.LookupOnly, 81, LookUp);
        Each(Trap.WidgetOnly, 60, LoadWidgets);
        Each(Trap.LookalikeOnly, 45, OpenLookalikes);
        Each(Trap.OutsideHours, 57, VisitAtOtherHours);
        Each(Trap.SundayOnly, 40, VisitOnSunday);
    }

    private void Each(Trap trap, int usual, Func<Person, int, bool> distract)
    {
        List<Person> idlers = [.. plan.University.Staff.Where(person => !person.IsVisitor)];
        _dice.Shuffle(idlers);
        int missing = plan.Cast.IdlerSize(usual);
        foreach (Person idler in idlers)
        {
            if (missing > 0 && distract(idler, missing))
            {
                plan.Cast.Enlist(trap, idler);
                missing--;
            }
        }
    }

    private bool LookUp(Person idler, int number)
    {
        if (WorkingDay(idler) is not Stay stay)
        {
            return false;
        }

        int day = Week.DayOf(stay.Begin);
        for (int i = _dice.Below(3); i >= 0; i--)
        {
            plan.Lookup(stay, plan.InWindow(stay, day), plan.FacebookName(), Trap.LookupOnly);
        }

        return true;
    }

    private bool LoadWidgets(Person idler, int number)
    {
        if (WorkingDay(idler) is not Stay stay)
        {
            return false;
        }

        for (int i = _dice.Below(3); i >= 0; i--)
        {
            plan.Open(stay, plan.InWindow(stay, Week.DayOf(stay.Begin)), _dice.Pick(Domains.FacebookWidgets), trap: Trap.WidgetOnly);
        }

        return true;
    }

    private bool OpenLookalikes(Person idler, int number)
    {
        if (WorkingDay(idler) is not Stay stay)
        {
            return false;
        }

        Domain domain = Domains.Lookalikes[number % Domains.Lookalikes.Length];
        plan.Open(stay, plan.InWindow(stay, Week.DayOf(stay.Begin)), domain, trap: Trap.LookalikeOnly);
        return true;
    }

    private bool VisitAtOtherHours(Person idler, int number)
    {
        if (WorkingDay(idler) is not Stay stay)
        {
            return false;
        }

        int day = Week.DayOf(stay.Begin);
        switch (number % 6)
        {
            case 0:
                plan.VisitFacebook(stay, idler, _dice.Between(Week.At(day, 7, 27), Week.At(day, 7, 57)), Trap.OutsideHours);
                break;
            case 1:
                // The window is half open: nine o'clock itself is outside.
                plan.VisitAtEdge(stay, idler, Week.At(day, 9), Trap.OutsideHours);
                break;
            case 2:
                plan.VisitFacebook(stay, idler, _dice.Between(Week.At(day, 12, 2), Week.At(day, 12, 57)), Trap.OutsideHours);
                break;
            case 3:
                // 08:00 to 09:00 in UTC.
                plan.VisitFacebook(stay, idler, _dice.Between(Week.At(day, 16, 2), Week.At(day, 16, 57)), Trap.OutsideHours);
                break;
            case 4:
                // The request comes just before eight, its duplicate (trap 13) after eight.
                plan.VisitAtEdge(stay, idler, Week.At(day, 8) - _dice.Between(1, 19), Trap.OutsideHours, mustDuplicate: true);
                break;
            default:
                Stay night = plan.Stay(idler.Devices[0], Week.At(day, 21, 40) + _dice.Between(0, Week.Minute), Week.At(day, 23), 2 * 3600);
                plan.VisitFacebook(night, idler, _dice.Between(Week.At(day, 22, 2), Week.At(day, 22, 57)), Trap.OutsideHours);
                break;
        }

        return true;
    }

    private bool VisitOnSunday(Person idler, int number)
    {
        if (idler.Devices[0].IsPlanned[0] || !idler.IsStaffOn(0))
        {
            return false;
        }

        Stay stay = plan.Stay(idler.Devices[0], _dice.Between(Week.At(0, 7, 15), Week.At(0, 8, 20)), Week.At(0, 11), 4 * 3600);
        plan.VisitFacebook(stay, idler, plan.InWindow(stay, 0), Trap.SundayOnly);
        return true;
    }

    /// <summary>A day from before 07:20 until after 17:00 on which no other trap needs the device; the same one for all distractions.</summary>
    private Stay? WorkingDay(Person idler)
    {
        if (_days.TryGetValue(idler, out Stay? known))
        {
            return known;
        }

        Device device = idler.Devices[0];
        int[] days = [.. Week.CountedDays.Where(day => !device.IsPlanned[day] && device.OwnerOn(day) == idler)];
        if (days.Length == 0)
        {
            return null;
        }

        int chosen = _dice.Pick(days);
        long begin = _dice.Between(Week.At(chosen, 7, 2), Week.At(chosen, 7, 20));
        Stay stay = plan.Stay(device, begin, _dice.Between(Week.At(chosen, 17, 5), Week.At(chosen, 18, 40)), 8 * 3600);
        _days[idler] = stay;
        return stay;
    }
}
