using Circular2010.People;

namespace Circular2010.Story;

/// <summary>Trap 2: a laptop and a phone, both on Facebook in the same hour, are one person. Counting devices counts too many.</summary>
internal sealed class TwoDevices(Plan plan, Routine routine)
{
    public void Tell()
    {
        foreach (Person person in plan.Cast.Visitors(Trap.TwoDevices, 180))
        {
            Identity identity = plan.Dice.Below(10) switch
            {
                < 6 => Identity.Mac,
                < 9 => Identity.HostName,
                _ => Identity.ClientId,
            };
            Device phone = plan.University.Give(person, DeviceKind.Phone, identity);
            int day = plan.AnyCountedDay();
            routine.Attend(person, person.Devices[0], day, visits: true);
            routine.Attend(person, phone, day, visits: true);
        }
    }
}
