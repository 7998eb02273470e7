using TrafficClassifier.Identity;

namespace TrafficClassifier.Sightings;

/// <summary>The readers of all messages that tell who holds an address.</summary>
public sealed class BindingReader
{
    private readonly DuidMemory _duids = new();

    public BindingReader(AddressBook book, RadiusSecret? secret = null, Action<AccountingTrust>? onAccounting = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        Leases = new LeaseReader(book.Leases, book.Devices, _duids);
        Leases6 = new Dhcpv6LeaseReader(book, _duids);
        Neighbours = new NeighbourReader(book.Neighbours);
        Accounting = new AccountingReader(book.Sessions, book.Devices, secret, onAccounting);
    }

    public LeaseReader Leases { get; }

    public Dhcpv6LeaseReader Leases6 { get; }

    public NeighbourReader Neighbours { get; }

    public AccountingReader Accounting { get; }

    /// <summary>Clients whose words were forgotten because a table was full.</summary>
    public long Evictions => Leases.Evictions + _duids.Evictions;
}
