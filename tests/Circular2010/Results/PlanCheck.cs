using Circular2010.Network;
using Circular2010.People;
using Circular2010.Story;
using Circular2010.Web;

namespace Circular2010.Results;

/// <summary>
/// The generator doubts itself: an address has one holder at a time, and whatever counts was sent under the sender's own lease.
/// </summary>
internal static class PlanCheck
{
    private const long Grace = 30 * Week.Second;

    public static void Check(Plan plan)
    {
        foreach (IGrouping<uint, Stay> address in plan.Stays.GroupBy(stay => stay.Address))
        {
            Stay? before = null;
            foreach (Stay stay in address.OrderBy(stay => stay.Begin))
            {
                if (before is not null && before.LeaseEnd > stay.Acknowledged && before.Device != stay.Device)
                {
                    throw new InvalidOperationException($"Address {address.Key:X8} has two holders at {stay.Acknowledged}.");
                }

                before = stay;
            }
        }

        foreach (Act act in plan.Acts)
        {
            bool isCovered = act.Stay is Stay stay && stay.Device == act.Device
                && act.Time > stay.Acknowledged && act.Time <= stay.LeaseEnd + Grace;
            if (act.Owner is Person && !isCovered)
            {
                throw new InvalidOperationException($"A {act.Kind} at {act.Time} ({act.Trap}) has no lease of its sender's.");
            }
        }
    }
}
