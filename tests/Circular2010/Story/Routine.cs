using Circular2010.Network;
using Circular2010.People;
using Circular2010.Web;

namespace Circular2010.Story;

/// <summary>
/// Ordinary working days. Idlers never open Facebook here, and settled visitors never between 08:00 and 09:00: what the traps plan
/// for them must stay the only thing that counts.
/// </summary>
internal sealed class Routine(Plan plan)
{
    private readonly Dice _dice = plan.Dice;

    /// <summary>A working day of a device; with <paramref name="visits"/> its owner opens Facebook between 08:00 and 09:00.</summary>
    public Stay Attend(Person person, Device device, int day, bool visits)
    {
        bool isEarly = visits || _dice.Chance(70);
        long begin = _dice.Between(Week.At(day, 7, 10), isEarly ? Week.At(day, 8, visits ? 35 : 5) : Week.At(day, 10));
        (int lease, int hours) = _dice.Below(20) switch
        {
            < 12 => (8 * 3600, 0),
            < 16 => (4 * 3600, 0),
            < 18 => (2 * 3600, 5),
            < 19 => (3600, 3),
            _ => (900, 1),
        };
        long leave = hours == 0
            ? _dice.Between(Week.At(day, 12), Week.At(day, 18, 30))
            : begin + _dice.Between(hours * Week.Hour / 2, hours * Week.Hour);
        if (visits)
        {
            leave = Math.Max(leave, Math.Max(begin, Week.At(day, 8)) + (10 * Week.Minute));
        }

        Stay stay = plan.Stay(device, begin, leave, lease, _dice.Chance(35) ? Ending.Release : Ending.Silence);
        Spend(person, stay, day, visits);
        return stay;
    }

    /// <summary>What a person does on one day of a stay.</summary>
    public void Spend(Person person, Stay stay, int day, bool visits)
    {
        for (int i = visits ? 1 + _dice.Below(2) : 0; i > 0; i--)
        {
            plan.VisitFacebook(stay, person, plan.InWindow(stay, day));
        }

        Sometimes(stay, day, 90, time => plan.Open(stay, time, _dice.Pick(Domains.Ordinary)));
        Sometimes(stay, day, 70, time => plan.Open(stay, time, _dice.Pick(Domains.Ordinary)));
        Sometimes(stay, day, 30, time => plan.Lookup(stay, time, _dice.Pick(Domains.Ordinary)));
        Sometimes(stay, day, 14, time => plan.Open(stay, time, _dice.Pick(Domains.Twitter)));
        Sometimes(stay, day, 6, time => plan.Open(stay, time, _dice.Pick(Domains.MySpace)));
        Sometimes(stay, day, 8, time => plan.Open(stay, time, _dice.Pick(Domains.OtherWidgets)));
        Sometimes(stay, day, 2, time => plan.Open(stay, time, Domains.OtherLookalikes[0]));
        if (person.IsVisitor)
        {
            Sometimes(stay, day, 45, time => plan.VisitFacebook(stay, person, time), outsideWindow: true);
            Sometimes(stay, day, 30, time => plan.Open(stay, time, _dice.Pick(Domains.FacebookWidgets)));
            Sometimes(stay, day, 5, time => plan.Open(stay, time, _dice.Pick(Domains.Lookalikes)));
        }
    }

    /// <summary>What nobody's device does beside its visits to Facebook.</summary>
    public void SpendAsGuest(Stay stay, int day) =>
        Sometimes(stay, day, 60, time => plan.Open(stay, time, _dice.Pick(Domains.Ordinary)));

    /// <summary>Everybody's remaining days, and the visits of all visitors whom no trap has taken.</summary>
    public void FillTheWeek()
    {
        foreach (Person person in plan.University.Everybody)
        {
            if (person.IsVisitor && !person.IsSettled)
            {
                VisitOnSomeDays(person);
            }

            foreach (Device device in person.Devices)
            {
                int percent = device == person.Devices[0] ? 52 : 25;
                for (int day = 0; day < Week.Days; day++)
                {
                    bool isFree = !device.IsPlanned[day] && device.OwnerOn(day) == person;
                    if (isFree && _dice.Chance(day == 0 ? 6 : percent))
                    {
                        Attend(person, device, day, visits: false);
                    }
                }
            }
        }
    }

    private void VisitOnSomeDays(Person person)
    {
        int[] days = [.. Week.CountedDays];
        _dice.Shuffle(days);
        foreach (int day in days[..(1 + _dice.Below(3))])
        {
            Attend(person, person.Devices[0], day, visits: true);
        }

        if (_dice.Chance(4))
        {
            Attend(person, person.Devices[0], 0, visits: true);
        }
    }

    private void Sometimes(Stay stay, int day, int percent, Action<long> act, bool outsideWindow = false)
    {
        if (_dice.Chance(percent) && plan.AnyTime(stay, day, outsideWindow) is long time)
        {
            act(time);
        }
    }
}
