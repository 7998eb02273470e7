using Circular2010.Network;
using Circular2010.People;
using Circular2010.Web;

namespace Circular2010.Story;

/// <summary>All that will happen, written down before any frame is made: who is where, and what they do there.</summary>
internal sealed class Plan(University university, Dice dice)
{
    public University University { get; } = university;

    public Dice Dice { get; } = dice;

    public Cast Cast { get; } = new(university);

    public List<Stay> Stays { get; } = [];

    public List<Act> Acts { get; } = [];

    /// <summary>DHCP beside the leases, told once the addresses are known.</summary>
    public List<Action<DhcpTalk>> Talks { get; } = [];

    public Device NewGuest(DeviceKind kind = DeviceKind.Phone)
    {
        Device guest = University.Workshop.Make(kind, Identity.None);
        Cast.Enlist(Trap.Guest, guest);
        return guest;
    }

    /// <summary>A counted day; devices in traps are fresh, so any will do.</summary>
    public int AnyCountedDay() => 1 + Dice.Below(5);

    public Stay Stay(
        Device device, long begin, long leave, int leaseSeconds, Ending ending = Ending.Silence, bool renews = true, Stay? after = null)
    {
        Stay stay = new(device, begin, leave, leaseSeconds, ending, renews, Dice) { After = after };
        if (after is not null)
        {
            after.IsKeptForNext = true;
        }

        Stays.Add(stay);
        for (int day = stay.IsImported ? 0 : Week.DayOf(begin); day <= Week.DayOf(leave); day++)
        {
            device.IsPlanned[day] = true;
        }

        return stay;
    }

    /// <summary>A time between 08:01 and 08:58 at which the stay's device is there, clear of the ends of its lease.</summary>
    public long InWindow(Stay stay, int day)
    {
        long low = Math.Max(stay.Acknowledged + (20 * Week.Second), Week.At(day, 8, 1));
        long high = Math.Min(stay.Leave - (20 * Week.Second), Week.At(day, 8, 58));
        return low <= high
            ? Dice.Between(low, high)
            : throw new InvalidOperationException($"A stay on day {day} leaves no time between 08:00 and 09:00.");
    }

    /// <summary>A time on the day when the device is there, or null; never within a minute of a full hour.</summary>
    public long? AnyTime(Stay stay, int day, bool outsideWindow = false)
    {
        long low = Math.Max(stay.Acknowledged + (20 * Week.Second), Week.At(day, 7, 2));
        long high = Math.Min(stay.Leave - (20 * Week.Second), Math.Max(Week.At(day, 18, 30), stay.Leave - Week.Hour));
        high = Math.Min(high, Week.At(day, 23, 58));
        for (int attempt = 0; attempt < 12 && low < high; attempt++)
        {
            long time = Dice.Between(low, high);
            long inHour = (time - Week.Start) % Week.Hour;
            bool isClear = inHour > Week.Minute && inHour < Week.Hour - Week.Minute;
            if (isClear && !(outsideWindow && Week.HourOf(time) == 8))
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>The stay's device opens Facebook, in one of its owner's manners.</summary>
    public void VisitFacebook(Stay stay, Person person, long time, Trap trap = Trap.None) =>
        Open(stay, time, FacebookName(), Dice.Pick(person.Manners), trap);

    /// <summary>Facebook from a device that is no staff's; a wrong reading would count <paramref name="blame"/>.</summary>
    public void VisitAsGuest(Stay stay, Device guest, long time, Trap trap, Person? blame = null) =>
        Acts.Add(NewAct(ActKind.Connection, guest, stay, time, FacebookName(), AnyManner(), trap, blame));

    /// <summary>Exactly at a time beside a full hour: no look-up, so that nothing before it names the site.</summary>
    public void VisitAtEdge(Stay stay, Person person, long time, Trap trap, bool mustDuplicate = false) => Acts.Add(new Act
    {
        Kind = ActKind.Connection,
        Device = stay.Device,
        Stay = stay,
        Time = time,
        Domain = FacebookName(),
        Manner = Dice.Pick(person.Manners),
        WithHandshake = Dice.Chance(50),
        Trap = trap,
        MustDuplicate = mustDuplicate,
    });

    public void Open(Stay stay, long time, Domain domain, Manner? manner = null, Trap trap = Trap.None) =>
        Acts.Add(NewAct(ActKind.Connection, stay.Device, stay, time, domain, manner ?? AnyManner(), trap));

    public void Lookup(Stay stay, long time, Domain domain, Trap trap = Trap.None) =>
        Acts.Add(NewAct(ActKind.Lookup, stay.Device, stay, time, domain, Manner.Plain, trap));

    public Domain FacebookName() => Dice.Chance(60) ? Domains.Facebook[0] : Dice.Pick(Domains.Facebook);

    private Manner AnyManner() => Dice.Below(10) switch
    {
        0 => Manner.Proxy,
        1 => Manner.MixedCase,
        2 or 3 => Manner.Tls,
        _ => Manner.Plain,
    };

    private Act NewAct(
        ActKind kind, Device device, Stay stay, long time, Domain domain, Manner manner, Trap trap, Person? blame = null) => new()
        {
            Kind = kind,
            Device = device,
            Stay = stay,
            Time = time,
            Domain = domain,
            Manner = manner,
            Trap = trap,
            Blame = blame,
            WithLookup = Dice.Chance(50),
            WithHandshake = Dice.Chance(45),
        };
}
