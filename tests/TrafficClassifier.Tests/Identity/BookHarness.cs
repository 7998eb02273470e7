using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity;

/// <summary>An address book with a directory, told and asked in short words: seconds from the start, MACs by a number, addresses as text.</summary>
internal sealed class BookHarness
{
    private const string Header = "staff_id,department,device,valid_from,valid_to\n";
    public static readonly Instant Start = Instant.FromUnixSeconds(1_262_563_200);
    private static readonly DateOnly _day = new(2010, 1, 4);
    private readonly Attribution _attribution;

    public BookHarness(string directory)
    {
        Directory = DirectoryFile.Read(new StringReader(Header + directory), "staff.csv");
        Assert.Empty(Directory.Errors);
        Book = new AddressBook(new DeviceTable());
        _attribution = new Attribution(Book, new SubjectTable(Directory.Staff.Count), Directory);
    }

    public AddressBook Book { get; }

    public StaffDirectory Directory { get; }

    public static IpAddress Address(string text) => IpAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text);

    public static MacAddress Mac(int number) => new(0x00aabbccdd00UL + (uint)number);

    public BookHarness Lease(string address, int mac, int from, int seconds = 3600)
    {
        Book.Leases.Add(new Lease(Address(address), Book.Devices.Intern(Mac(mac), default, default), Start.AddSeconds(from), Start.AddSeconds(from + seconds), BindingSource.Sniffed));
        return this;
    }

    public BookHarness Hear(string address, int mac, int at, bool isTentative = false)
    {
        Book.Neighbours.Claim(Address(address), Mac(mac), Start.AddSeconds(at), isTentative);
        return this;
    }

    public BookHarness Account(AccountingStatus status, string session, string user, int at, string? address = null, int? mac = null, string? network = null)
    {
        var station = mac is { } number ? Mac(number) : MacAddress.None;
        var place = address is null ? default : Address(address);
        var places = new SessionPlaces(place.IsIpv4 ? place : default, place.IsIpv4 ? default : place, network is null ? default : Address(network), station);
        Book.Sessions.Take(Encoding.UTF8.GetBytes(session), status, Start.AddSeconds(at), StationName.Intern(Book.Devices, Encoding.UTF8.GetBytes(user), station), places);
        return this;
    }

    /// <summary>The person, or "device", "address" or "shared".</summary>
    public string Who(string address, int at)
    {
        var holder = _attribution.Resolve(Address(address), Start.AddSeconds(at), _day);
        Assert.Equal(holder.Kind == SubjectKind.Shared, holder.Kind != SubjectKind.Address && _attribution.Number(holder) == SubjectId.None);
        return holder.Kind == SubjectKind.Staff ? Directory.Staff[holder.Staff.Value] : holder.Kind.ToString().ToLowerInvariant();
    }
}
