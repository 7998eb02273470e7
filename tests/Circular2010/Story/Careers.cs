using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>
/// Trap 16: people who change department on 6 January, who join on 7 January, who left on 3 January or leave on 5 January. Devices
/// of people who are not yet or no longer staff go on visiting: they are nobody's then.
/// </summary>
internal sealed class Careers(Plan plan, Routine routine)
{
    private const int UsualStaff = 1500;
    private const int Move = 3; // Wednesday 6 January
    private const int Joining = 4; // Thursday 7 January
    private readonly Dice _dice = plan.Dice;

    public void Tell()
    {
        int number = 0;
        foreach (Person person in plan.Cast.Visitors(Trap.Moved, 20))
        {
            ChangeDepartment(person);
            bool before = number % 3 != 1;
            bool after = number % 3 != 0;
            Visit(person, 1 + _dice.Below(2), before);
            Visit(person, Move + _dice.Below(3), after);
            number++;
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Moved, 6))
        {
            ChangeDepartment(person);
        }

        foreach (Person person in plan.Cast.Visitors(Trap.Joined, 5))
        {
            Limit(person, new Validity(Week.DateOf(Joining), null));
            Visit(person, Joining + _dice.Below(2), visits: true);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Joined, 3))
        {
            Limit(person, new Validity(Week.DateOf(Joining), null));
            VisitAsNobody(person, 1 + _dice.Below(3), Trap.Joined);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Left, 4))
        {
            Limit(person, new Validity(null, Week.DateOf(Move - 1)));
            VisitAsNobody(person, Move + _dice.Below(3), Trap.Left);
        }

        LeaveBeforeTheWeek(Math.Max(2, 14 * plan.University.Staff.Count / UsualStaff));
    }

    private void LeaveBeforeTheWeek(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Person person = plan.University.AddLeaver();
            if (i % 7 < 4)
            {
                VisitAsNobody(person, plan.AnyCountedDay(), Trap.Left);
                plan.Cast.Enlist(Trap.Left, person);
            }

            if (i % 4 == 0)
            {
                // Sunday is the last day in the directory: a visit in Sunday's row, of a department's member.
                routine.Attend(person, person.Devices[0], 0, visits: true);
            }
        }
    }

    private void ChangeDepartment(Person person)
    {
        string before = person.Posts[0].Department;
        string[] others = [.. Departments.Names.Where(name => name != before)];
        person.Posts.Clear();
        person.Posts.Add(new Post(before, new Validity(null, Week.DateOf(Move - 1))));
        person.Posts.Add(new Post(_dice.Pick(others), new Validity(Week.DateOf(Move), null)));
    }

    private static void Limit(Person person, Validity validity) => person.Posts[0] = person.Posts[0] with { Validity = validity };

    private void Visit(Person person, int day, bool visits) => routine.Attend(person, person.Devices[0], day, visits);

    private void VisitAsNobody(Person person, int day, Trap trap)
    {
        long begin = _dice.Between(Week.At(day, 7, 20), Week.At(day, 8, 20));
        Stay stay = plan.Stay(person.Devices[0], begin, Week.At(day, 11), 4 * 3600);
        plan.VisitFacebook(stay, person, plan.InWindow(stay, day), trap);
    }
}
