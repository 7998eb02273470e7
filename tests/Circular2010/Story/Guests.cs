using Circular2010.Network;
using Circular2010.People;

namespace Circular2010.Story;

/// <summary>Trap 4: visitors' phones and printers lease addresses and open Facebook. They are in no directory and no person.</summary>
internal sealed class Guests(Plan plan, Routine routine)
{
    public void Tell()
    {
        Bring(DeviceKind.Phone, plan.Cast.VisitorSize(90));
        Bring(DeviceKind.Printer, plan.Cast.VisitorSize(14));
    }

    private void Bring(DeviceKind kind, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Device guest = plan.NewGuest(kind);
            int first = plan.AnyCountedDay();
            for (int day = first; day <= Math.Min(first + plan.Dice.Below(3), 5); day++)
            {
                long begin = plan.Dice.Between(Week.At(day, 7, 30), Week.At(day, 8, 30));
                Stay stay = plan.Stay(guest, begin, begin + plan.Dice.Between(2 * Week.Hour, 5 * Week.Hour), 2 * 3600);
                plan.VisitAsGuest(stay, guest, plan.InWindow(stay, day), Trap.Guest);
                routine.SpendAsGuest(stay, day);
            }
        }
    }
}
