using Circular2010.Network;
using Circular2010.People;
using Circular2010.Story;
using Circular2010.Web;

namespace Circular2010.Results;

/// <summary>Counts from what was planned, rightly and in every wrong way that a trap invites. It never looks at a frame.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<uint, Stay[]> _holders;

    public Ledger(Plan plan)
    {
        Plan = plan;
        _holders = plan.Stays.GroupBy(stay => stay.Address)
            .ToDictionary(group => group.Key, group => group.OrderBy(stay => stay.Acknowledged).ToArray());
    }

    public Plan Plan { get; }

    /// <summary>Facebook, 08:00 to 09:00, on a counted day.</summary>
    public IEnumerable<Act> WindowVisits => Plan.Acts.Where(act => IsFacebookVisit(act) && IsInWindow(act));

    public static bool IsInWindow(Act act) => Week.IsCounted(act.Day) && Week.HourOf(act.Time) == 8;

    public static bool IsFacebookVisit(Act act) => act.IsVisit && act.Domain.Site == Site.Facebook;

    public static int Distinct(IEnumerable<Act> acts, Func<Act, object?> who)
    {
        HashSet<object> people = [];
        foreach (Act act in acts)
        {
            if (who(act) is object person)
            {
                people.Add(person);
            }
        }

        return people.Count;
    }

    /// <summary>The right visits, those without which a reading does not see, under its own idea of who it was.</summary>
    public int Reading(Func<Act, bool> sees, Func<Act, object?>? who = null) => Distinct(WindowVisits.Where(sees), who ?? (act => act.Owner));

    /// <summary>The right visitors and those whom other acts of theirs would make visitors.</summary>
    public int With(Func<Act, bool> others) =>
        Distinct(Plan.Acts.Where(act => (IsFacebookVisit(act) && IsInWindow(act)) || others(act)), act => act.Owner);

    /// <summary>The acts of these traps are given to the person whom the wrong reading blames.</summary>
    public int Blaming(params Trap[] traps) => Distinct(
        Plan.Acts.Where(act => IsFacebookVisit(act) || act.Kind == ActKind.Damage).Where(IsInWindow),
        act => traps.Contains(act.Trap) && act.Blame is not null ? act.Blame : act.Kind == ActKind.Damage ? null : act.Owner);

    /// <summary>The last device that got the address before the end of the hour.</summary>
    public Person? LastHolderOfHour(Act act)
    {
        long end = act.Time - ((act.Time - Week.Start) % Week.Hour) + Week.Hour;
        return OwnerOf(Holders(act).LastOrDefault(stay => stay.Acknowledged < end), act);
    }

    /// <summary>The device that held the address when the hour began, or else the first after.</summary>
    public Person? FirstHolderOfHour(Act act)
    {
        long begin = act.Time - ((act.Time - Week.Start) % Week.Hour);
        return OwnerOf(Holders(act).FirstOrDefault(stay => stay.LeaseEnd > begin), act);
    }

    /// <summary>The last device that ever got the address.</summary>
    public Person? LastHolderOfCapture(Act act) => OwnerOf(Holders(act).LastOrDefault(), act);

    private Stay[] Holders(Act act) => _holders.TryGetValue(act.Address, out Stay[]? stays) ? stays : [];

    private static Person? OwnerOf(Stay? stay, Act act) => stay?.Device.OwnerOn(act.Day);
}
