using System.Globalization;
using Circular2010.Web;

namespace Circular2010.People;

/// <summary>The staff, and who of them will be a visitor.</summary>
internal sealed class University
{
    /// <summary>
    /// Trap 12: twenty visitors' manners, repeated. Nine by plain HTTP only, three by TLS only, three by both, two only through
    /// the proxy, one only to mixed-case hosts, one only with a port in the Host header, one only through the proxy without Host.
    /// </summary>
    private static readonly Manner[][] s_manners =
    [
        [Manner.Plain], [Manner.Tls], [Manner.Plain], [Manner.Plain, Manner.Tls], [Manner.Plain],
        [Manner.Proxy], [Manner.Plain], [Manner.MixedCase], [Manner.Plain], [Manner.Tls],
        [Manner.Plain], [Manner.Plain, Manner.Tls], [Manner.WithPort], [Manner.Plain], [Manner.Proxy],
        [Manner.Plain], [Manner.Tls], [Manner.Plain, Manner.Tls, Manner.Proxy], [Manner.ProxyWithoutHost], [Manner.Plain],
    ];

    private readonly Dice _dice;
    private int _hired;

    public University(int seed, int staff, int visitors)
    {
        _dice = new Dice(seed, 1);
        Workshop = new Workshop(new Dice(seed, 2));
        List<string> seats = Departments.Seats(staff);
        _dice.Shuffle(seats);
        for (int i = 0; i < staff; i++)
        {
            Hire(seats[i], i < visitors, s_manners[i % s_manners.Length]);
        }

        // Shuffled once: the traps take people from the front, and every manner and identity must meet every trap.
        _dice.Shuffle(Staff);
    }

    public Workshop Workshop { get; }

    public List<Person> Staff { get; } = [];

    /// <summary>Trap 16: left on 3 January; in the directory, in no headcount of the counted days.</summary>
    public List<Person> Leavers { get; } = [];

    public IEnumerable<Person> Everybody => Staff.Concat(Leavers);

    public Person AddLeaver()
    {
        Person person = NewPerson(_dice.Pick(Departments.Names), isVisitor: false, [Manner.Plain]);
        person.Posts[0] = person.Posts[0] with { Validity = new Validity(null, Week.DateOf(0)) };
        Leavers.Add(person);
        return person;
    }

    public Device Give(Person person, DeviceKind kind, Identity identity)
    {
        Device device = Workshop.Make(kind, identity);
        Hold(person, device, Validity.Always);
        return device;
    }

    public static void Hold(Person person, Device device, Validity validity)
    {
        device.Holdings.Add(new Holding(person, validity));
        person.Devices.Add(device);
    }

    private void Hire(string department, bool isVisitor, Manner[] manners) =>
        Staff.Add(NewPerson(department, isVisitor, manners));

    private Person NewPerson(string department, bool isVisitor, Manner[] manners)
    {
        string id = "UM" + (++_hired * 7 + 10_000).ToString("D5", CultureInfo.InvariantCulture);
        Person person = new(id, department) { IsVisitor = isVisitor, Manners = manners };

        // Everybody has one device for the whole time, so that the directory says when the person was staff.
        Give(person, DeviceKind.Laptop, AnyIdentity());
        return person;
    }

    private Identity AnyIdentity() => _dice.Below(100) switch
    {
        < 9 => Identity.ClientId,
        < 16 => Identity.HostName,
        _ => Identity.Mac,
    };
}
