using Circular2010.Frames;
using Circular2010.Network;
using Circular2010.People;
using Circular2010.Web;

namespace Circular2010.Story;

/// <summary>
/// Trap 14: frames that are broken, some of which a careless reader takes for an idler's visit or for an idler's lease of an
/// address from which a guest visits. They go to an ordinary site's address: only their broken content speaks of Facebook.
/// </summary>
internal sealed class Damage(Plan plan, Routine routine)
{
    private const int UsualNoise = 260;
    private const int UsualStaff = 1500;
    private const int NeverAVisit = 12;
    private readonly Dice _dice = plan.Dice;
    private readonly List<(Stay Stay, long Time, Func<BrokenFrames, Stay, Broken> Break)> _planned = [];

    private static readonly Func<BrokenFrames, Stay, Broken>[] s_visits =
    [
        (frames, stay) => frames.RequestBehindTotalLength(stay.Address),
        (frames, stay) => frames.TotalLengthBelowHeader(stay.Address),
        (frames, stay) => frames.HeaderLengthBelowMinimum(stay.Address),
        (frames, stay) => frames.TcpOffsetBelowMinimum(stay.Address),
        (frames, stay) => frames.HelloWithImpossibleName(stay.Address),
        (frames, stay) => frames.HelloLongerThanRecord(stay.Address),
    ];

    private static readonly Func<BrokenFrames, ulong, uint, Broken>[] s_leases =
    [
        (frames, mac, address) => frames.AckWithoutCookie(mac, address),
        (frames, mac, address) => frames.AckWithOptionsPastTheEnd(mac, address),
        (frames, mac, address) => frames.AckCutBeforeCookie(mac, address),
    ];

    /// <summary>The first <see cref="NeverAVisit"/> speak of no connection at all; the others look like one.</summary>
    private static readonly Func<BrokenFrames, Stay, Broken>[] s_noise =
    [
        (frames, stay) => frames.IpHeaderCut(stay.Address),
        (frames, stay) => frames.TotalLengthBeyondFrame(stay.Address),
        (frames, stay) => frames.TcpOffsetBeyondSegment(stay.Address),
        (frames, stay) => frames.UdpLengthBelowHeader(stay.Address),
        (frames, stay) => frames.UdpLengthBeyondPacket(stay.Address),
        (frames, stay) => frames.DnsCompressionLoop(stay.Address),
        (frames, stay) => frames.DnsLabelTooLong(stay.Address),
        (frames, stay) => frames.LookupBehindQuestion(stay.Address),
        (frames, stay) => frames.RequestCutInHost(stay.Address),
        (frames, stay) => frames.HelloCutInName(stay.Address),
        (frames, stay) => frames.Runt(),
        (frames, stay) => frames.AckWithOptionsPastTheEnd(0x02_00_00_00_00_01, 0x0A_14_63_63),
        .. s_visits[1..],
    ];

    public void Tell()
    {
        int number = 0;
        foreach (Person person in plan.Cast.Idlers(Trap.Careless, 16))
        {
            int day = plan.AnyCountedDay();
            long begin = _dice.Between(Week.At(day, 7, 20), Week.At(day, 8, 10));
            Stay stay = plan.Stay(person.Devices[0], begin, Week.At(day, 13), 8 * 3600);
            routine.Spend(person, stay, day, visits: false);
            SendsVisit(stay, person, plan.InWindow(stay, day), s_visits[number++ % s_visits.Length]);
        }

        foreach (Person person in plan.Cast.Idlers(Trap.Careless, 6))
        {
            GetsLease(person, s_leases[number++ % s_leases.Length]);
        }
    }

    /// <summary>Broken frames that move no count however they are read, from everybody's devices at any time; after all stays are planned.</summary>
    public void TellNoise()
    {
        List<Stay> stays = [.. plan.Stays.Where(stay => !stay.IsImported && stay.Leave - stay.Acknowledged > Week.Hour)];
        int count = Math.Max(s_noise.Length, UsualNoise * plan.University.Staff.Count / UsualStaff);
        for (int i = 0; i < count && stays.Count > 0; i++)
        {
            // Idlers send only what nobody takes for a visit: those who do not are counted above.
            Stay stay = _dice.Pick(stays);
            bool isIdlers = stay.Device.OwnerOn(Week.DayOf(stay.Begin)) is { IsVisitor: false };
            Func<BrokenFrames, Stay, Broken> noise = isIdlers ? s_noise[i % NeverAVisit] : s_noise[i % s_noise.Length];
            _planned.Add((stay, _dice.Between(stay.Acknowledged + Week.Minute, stay.Leave - Week.Minute), noise));
        }
    }

    public void Send(MirrorPort port, Dice dice)
    {
        BrokenFrames frames = new(dice);
        foreach ((Stay stay, long time, Func<BrokenFrames, Stay, Broken> broken) in _planned)
        {
            port.SeeDamaged(time, broken(frames, stay));
        }
    }

    private void SendsVisit(Stay stay, Person person, long time, Func<BrokenFrames, Stay, Broken> broken)
    {
        _planned.Add((stay, time, broken));
        plan.Acts.Add(new Act
        {
            Kind = ActKind.Damage,
            Device = stay.Device,
            Stay = stay,
            Time = time,
            Domain = Domains.Facebook[0],
            Trap = Trap.Careless,
            Blame = person,
        });
    }

    private void GetsLease(Person person, Func<BrokenFrames, ulong, uint, Broken> broken)
    {
        int day = plan.AnyCountedDay();
        Device device = person.Devices[0];
        device.IsPlanned[day] = true;
        Stay held = plan.Stay(plan.NewGuest(), _dice.Between(Week.At(day, 7, 20), Week.At(day, 7, 50)), Week.At(day, 12), 8 * 3600);
        ulong mac = device.Macs[day];
        _planned.Add((held, _dice.Between(Week.At(day, 8, 2), Week.At(day, 8, 25)), (frames, stay) => broken(frames, mac, stay.Address)));
        plan.VisitAsGuest(held, held.Device, _dice.Between(Week.At(day, 8, 30), Week.At(day, 8, 57)), Trap.Careless, person);
    }
}
