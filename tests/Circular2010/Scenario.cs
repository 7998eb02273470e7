using Circular2010.Frames;
using Circular2010.Network;
using Circular2010.People;
using Circular2010.Results;
using Circular2010.Story;
using Circular2010.Web;

namespace Circular2010;

/// <summary>The circular's week as a capture, with the truth beside it. It shares nothing with the product.</summary>
public static class Scenario
{
    public const int DefaultSeed = 2010;
    public const int DefaultStaff = 1500;
    public const int DefaultVisitors = 1310;

    /// <summary>Writes week.pcap.gz, staff.csv, leases.csv, holidays.txt, truth.csv and traps.csv into the folder.</summary>
    /// <exception cref="InvalidOperationException">The plan contradicts itself: an error in the generator.</exception>
    public static ScenarioSummary Write(string folder, int seed = DefaultSeed, int staff = DefaultStaff, int visitors = DefaultVisitors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(staff, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(visitors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(visitors, staff);
        Directory.CreateDirectory(folder);

        University university = new(seed, staff, visitors);
        Plan plan = new(university, new Dice(seed, 3));
        Damage damage = TellTheStory(plan);
        AddressPool pool = new(new Dice(seed, 4), Math.Max(60, staff * 9 / 8));
        pool.Assign(plan.Stays.OrderBy(stay => stay.Begin));
        PlanCheck.Check(plan);

        MirrorPort port = new(new Dice(seed, 5));
        DhcpTalk talk = new(port, new Dice(seed, 6));
        WebTraffic web = new(port, new Dice(seed, 7));
        plan.Stays.ForEach(talk.Tell);
        plan.Talks.ForEach(tell => tell(talk));
        plan.Acts.ForEach(web.Tell);
        damage.Send(port, new Dice(seed, 8));
        new Murmur(port, new Dice(seed, 9)).Tell();

        TruthFile truth = new(plan);
        if (truth.Visitors(Site.Facebook, 8) != visitors || truth.Headcount != staff)
        {
            throw new InvalidOperationException(
                $"The story has {truth.Visitors(Site.Facebook, 8)} visitors of {truth.Headcount} staff, not {visitors} of {staff}.");
        }

        string capture = Path.Combine(folder, "week.pcap.gz");
        List<Frame> frames = port.InOrder();
        long uncompressed = CaptureFile.Write(capture, frames);
        IReadOnlyList<TrapRow> traps = new TrapTable(new Ledger(plan)).Rows(port, talk);
        StaffFile.Write(Path.Combine(folder, "staff.csv"), university);
        LeaseFile.Write(Path.Combine(folder, "leases.csv"), plan, new Dice(seed, 10));
        HolidayFile.Write(Path.Combine(folder, "holidays.txt"));
        truth.Write(Path.Combine(folder, "truth.csv"));
        TrapFile.Write(Path.Combine(folder, "traps.csv"), traps);
        return new ScenarioSummary
        {
            Seed = seed,
            Visitors = visitors,
            Headcount = staff,
            Frames = frames.Count,
            UncompressedBytes = uncompressed,
            CaptureBytes = new FileInfo(capture).Length,
            Devices = plan.Stays.Select(stay => stay.Device).Distinct().Count(),
            Addresses = plan.Stays.Select(stay => stay.Address).Distinct().Count(),
            Traps = traps,
        };
    }

    /// <summary>The smallest traps first: with few people, each still gets somebody. The routine fills what the traps leave free.</summary>
    private static Damage TellTheStory(Plan plan)
    {
        Routine routine = new(plan);
        Damage damage = new(plan, routine);
        new Careers(plan, routine).Tell();
        new Grace(plan, routine).Tell();
        new OddDhcp(plan, routine).Tell();
        damage.Tell();
        new HourEdges(plan).Tell();
        new Renewals(plan).Tell();
        new EarlierLeases(plan, routine).Tell();
        new ChangedHands(plan, routine).Tell();
        new AddressMoves(plan, routine).Tell();
        new TwoDevices(plan, routine).Tell();
        new Guests(plan, routine).Tell();
        new Distractions(plan).Tell();
        routine.FillTheWeek();
        damage.TellNoise();
        return damage;
    }
}
