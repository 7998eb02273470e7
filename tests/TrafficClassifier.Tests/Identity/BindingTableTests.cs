using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity;

public class BindingTableTests
{
    private const long Hour = 3600;
    private const long Ten = 10 * Hour;
    private static readonly IpAddress Address = IpAddress.FromIpv4(0x0a010203);
    private readonly DeviceTable _devices = new();
    private readonly BindingTable _table;
    private readonly DeviceId _a;
    private readonly DeviceId _b;

    public BindingTableTests()
    {
        _table = new BindingTable(_devices);
        _a = _devices.Intern(new MacAddress(0xa), [], []);
        _b = _devices.Intern(new MacAddress(0xb), [], []);
    }

    [Fact]
    public void A_lease_holds_from_its_start_until_its_end_and_thirty_seconds_of_grace()
    {
        Lease(_a, Ten, Ten + Hour);
        Assert.Equal("-", HolderAt(Ten - 1));
        Assert.Equal("a", HolderAt(Ten));
        Assert.Equal("a", HolderAt(Ten + Hour + 29));
        Assert.Equal("-", HolderAt(Ten + Hour + 30));
        Assert.False(_table.TryFind(IpAddress.FromIpv4(0x0a010204), At(Ten), out _));
    }

    [Fact]
    public void Grace_ends_when_the_address_is_leased_again()
    {
        Lease(_a, Ten, Ten + Hour);
        Lease(_b, Ten + Hour + 5, Ten + (2 * Hour));
        Assert.Equal("a", HolderAt(Ten + Hour + 4));
        Assert.Equal("b", HolderAt(Ten + Hour + 5));
    }

    [Fact]
    public void A_renewal_lengthens()
    {
        Lease(_a, Ten, Ten + Hour);
        Lease(_a, Ten + (Hour / 2), Ten + (2 * Hour));
        Assert.Equal("a", HolderAt(Ten + Hour + 31));
        Assert.Equal((1, 1), (_table.Counters.Leases, _table.Counters.Renewals));
    }

    [Fact]
    public void A_renewal_shortens()
    {
        Lease(_a, Ten, Ten + Hour);
        Lease(_a, Ten + 60, Ten + 120);
        Assert.Equal("a", HolderAt(Ten + 149));
        Assert.Equal("-", HolderAt(Ten + 150));
    }

    [Fact]
    public void A_release_ends_at_once_and_without_grace()
    {
        Lease(_a, Ten, Ten + Hour);
        End(_a, Ten + 60);
        Assert.Equal("a", HolderAt(Ten + 59));
        Assert.Equal("-", HolderAt(Ten + 60));
        Assert.Equal(1, _table.Counters.Ends);
    }

    [Fact]
    public void A_release_that_comes_twice_or_after_the_end_lengthens_nothing()
    {
        Lease(_a, Ten, Ten + Hour);
        End(_a, Ten + 60);
        End(_a, Ten + 120);
        Assert.Equal("-", HolderAt(Ten + 90));
        Lease(_b, Ten + Hour, Ten + Hour + 60);
        End(_b, Ten + (2 * Hour));
        Assert.Equal("-", HolderAt(Ten + Hour + 600));
        Assert.Equal((1, 2), (_table.Counters.Ends, _table.Counters.EndsWithoutLease));
    }

    [Fact]
    public void A_release_in_the_grace_ends_it()
    {
        Lease(_a, Ten, Ten + 60);
        End(_a, Ten + 70);
        Assert.Equal("a", HolderAt(Ten + 69));
        Assert.Equal("-", HolderAt(Ten + 70));
    }

    [Fact]
    public void A_decline_leaves_the_address_to_nobody_until_it_is_leased_again()
    {
        Lease(_b, Ten - Hour, Ten + (9 * Hour));
        Lease(_a, Ten, Ten + Hour);
        End(_a, Ten + 1);
        Assert.Equal("-", HolderAt(Ten + 2));
        Lease(_a, Ten + 60, Ten + Hour);
        Assert.Equal("a", HolderAt(Ten + 60));
    }

    [Fact]
    public void A_release_by_another_device_changes_nothing()
    {
        Lease(_a, Ten, Ten + Hour);
        End(_b, Ten + 60);
        End(_a, Ten - 1);
        Assert.Equal("a", HolderAt(Ten + 60));
        Assert.Equal((0, 2), (_table.Counters.Ends, _table.Counters.EndsWithoutLease));
    }

    [Fact]
    public void Reassignment_at_ten_makes_two_holders_of_one_address()
    {
        Lease(_a, Ten - Hour, Ten + (7 * Hour));
        Lease(_b, Ten, Ten + (8 * Hour));
        Assert.Equal("a", HolderAt(Ten - 1));
        Assert.Equal("b", HolderAt(Ten));
        Assert.Equal("b", HolderAt(Ten + (7 * Hour)));
        Assert.Equal(2, _table.Counters.Leases);
    }

    [Fact]
    public void An_earlier_lease_never_returns()
    {
        Lease(_a, Ten, Ten + (8 * Hour));
        Lease(_b, Ten + 60, Ten + 120);
        Assert.Equal("-", HolderAt(Ten + Hour));
    }

    [Theory]
    [InlineData(BindingSource.Kea, BindingSource.Sniffed)]
    [InlineData(BindingSource.IscDhcpd, BindingSource.Kea)]
    public void Of_leases_that_begin_together_the_higher_source_holds(BindingSource lower, BindingSource higher)
    {
        Lease(_b, Ten, Ten + Hour, higher);
        Lease(_a, Ten, Ten + (2 * Hour), lower);
        Assert.Equal("b", HolderAt(Ten));
        Assert.Equal("-", HolderAt(Ten + Hour + 30));
    }

    [Fact]
    public void A_lease_of_unknown_start_gives_way_to_any_other()
    {
        _table.Add(new Lease(Address, _b, Instant.MinValue, Instant.MaxValue, BindingSource.Dnsmasq));
        Assert.Equal("b", HolderAt(0));
        Lease(_a, Ten, Ten + Hour, BindingSource.IscDhcpd);
        Assert.Equal("b", HolderAt(Ten - 1));
        Assert.Equal("a", HolderAt(Ten));
        Assert.Equal("-", HolderAt(Ten + Hour + 30));
    }

    [Fact]
    public void Of_two_copies_of_a_file_without_starts_the_later_end_was_told_last()
    {
        _table.Add(new Lease(Address, _a, Instant.MinValue, At(Ten), BindingSource.Dnsmasq));
        _table.Add(new Lease(Address, _a, Instant.MinValue, At(Ten - Hour), BindingSource.Dnsmasq));
        Assert.Equal("a", HolderAt(Ten - 1));
    }

    [Fact]
    public void A_lease_of_a_device_that_is_not_known_ends_the_one_before()
    {
        Lease(_a, Ten, Ten + Hour);
        Lease(DeviceId.None, Ten + 60, Ten + Hour);
        Assert.Equal("a", HolderAt(Ten + 59));
        Assert.Equal("-", HolderAt(Ten + 60));
    }

    [Fact]
    public void A_renewal_that_says_less_keeps_what_is_known_of_the_device()
    {
        var told = _devices.Intern(new MacAddress(0xc), [1], "pc"u8);
        var renewed = _devices.Intern(new MacAddress(0xc), [], []);
        Lease(renewed, Ten + 60, Ten + Hour);
        Lease(told, Ten, Ten + Hour);
        Assert.True(_table.TryFind(Address, At(Ten + 60), out var device));
        Assert.Equal(told, device);
    }

    [Fact]
    public void A_lease_told_after_its_release_stays_released()
    {
        Lease(_a, Ten, Ten + Hour);
        End(_a, Ten + 600);
        Lease(_a, Ten + 300, Ten + Hour, BindingSource.Kea);
        Assert.Equal("a", HolderAt(Ten + 599));
        Assert.Equal("-", HolderAt(Ten + 600));
    }

    [Fact]
    public void The_same_lease_twice_is_one()
    {
        Lease(_a, Ten, Ten + Hour, BindingSource.Kea);
        Lease(_a, Ten, Ten + Hour, BindingSource.Kea);
        Assert.Equal(1, _table.Count);
        Assert.Equal((1, 1), (_table.Counters.Leases, _table.Counters.Renewals));
    }

    [Fact]
    public void An_endless_lease_does_not_end()
    {
        _table.Add(new Lease(Address, _a, At(Ten), Instant.MaxValue, BindingSource.Sniffed));
        Assert.True(_table.TryFind(Address, new Instant(long.MaxValue - 1), out _));
    }

    private void Lease(DeviceId device, long start, long end, BindingSource source = BindingSource.Sniffed) =>
        _table.Add(new Lease(Address, device, At(start), At(end), source));

    private void End(DeviceId device, long time) => _table.End(Address, device, At(time));

    private string HolderAt(long time) =>
        !_table.TryFind(Address, At(time), out var device) ? "-" : device == _a ? "a" : device == _b ? "b" : "?";

    private static Instant At(long seconds) => Instant.FromUnixSeconds(seconds);
}
