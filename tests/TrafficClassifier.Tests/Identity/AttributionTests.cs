using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

/// <summary>Who is believed when several tell of an address.</summary>
public sealed class AttributionTests
{
    private const string People = "ann,Arts,00:aa:bb:cc:dd:01\nann,Arts,00:aa:bb:cc:dd:11\nbob,Law,00:aa:bb:cc:dd:02\nann,Arts,user:ann\nbob,Law,user:bob\n";
    private const AccountingStatus On = AccountingStatus.Start, Off = AccountingStatus.Stop, Still = AccountingStatus.Interim;
    private readonly BookHarness _book = new(People);

    [Fact]
    public void Two_devices_of_one_person_are_one() =>
        Assert.Equal(("ann", "ann"), (_book.Lease("10.0.0.1", 0x01, 0).Lease("10.0.0.2", 0x11, 0).Who("10.0.0.1", 5), _book.Who("10.0.0.2", 5)));

    [Fact]
    public void A_dual_stack_laptop_is_one_person() => Assert.Equal(("ann", "ann", "ann"), (
        _book.Lease("10.0.0.1", 0x01, 0).Hear("2001:db8::1", 0x01, 0).Hear("fe80::1", 0x01, 0).Who("10.0.0.1", 5), _book.Who("2001:db8::1", 5), _book.Who("fe80::1", 5)));

    [Fact]
    public void Several_privacy_addresses_at_once_are_one_device()
    {
        for (var i = 1; i <= 16; i++)
        {
            _book.Hear($"2001:db8::{i:x}", 0x01, i, isTentative: true);
        }

        Assert.All(Enumerable.Range(1, 16), i => Assert.Equal("ann", _book.Who($"2001:db8::{i:x}", 60)));
        Assert.Equal(1, _book.Book.Devices.Count);
    }

    [Fact]
    public void A_lease_is_believed_against_arp() => Assert.Equal("ann", _book.Lease("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x02, 10).Who("10.0.0.1", 20));

    [Fact]
    public void A_lease_that_is_over_leaves_the_word_to_arp() => Assert.Equal("bob", _book.Lease("10.0.0.1", 0x01, 0, 60).Hear("10.0.0.1", 0x02, 10).Who("10.0.0.1", 100));

    [Fact]
    public void A_lease_to_an_unknown_device_is_no_gap_for_arp()
    {
        _book.Book.Leases.Add(new Lease(BookHarness.Address("10.0.0.1"), DeviceId.None, BookHarness.Start, Instant.MaxValue, BindingSource.Sniffed));

        Assert.Equal("address", _book.Hear("10.0.0.1", 0x02, 10).Who("10.0.0.1", 20));
    }

    [Fact]
    public void Who_is_logged_in_counts_and_not_whose_device_it_is() =>
        Assert.Equal("bob", _book.Lease("10.0.0.1", 0x01, 0).Account(On, "s", "bob", 5, "10.0.0.1", 0x01).Who("10.0.0.1", 10));

    [Fact]
    public void A_session_without_an_address_names_the_user_of_the_device() =>
        Assert.Equal("bob", _book.Lease("10.0.0.1", 0x01, 0).Account(On, "s", "bob", 5, mac: 0x01).Who("10.0.0.1", 10));

    [Fact]
    public void After_its_stop_a_session_names_nobody()
    {
        _book.Lease("10.0.0.1", 0x01, 0).Account(On, "s", "bob", 5, "10.0.0.1", 0x01).Account(Off, "s", "bob", 50);

        Assert.Equal(("ann", "bob", "ann"), (_book.Who("10.0.0.1", 4), _book.Who("10.0.0.1", 49), _book.Who("10.0.0.1", 50)));
    }

    [Fact]
    public void A_session_not_heard_of_for_a_day_is_over()
    {
        const int Day = 24 * 3600;
        _book.Account(On, "s", "bob", 0, "10.0.0.1").Account(Still, "s", "bob", 1000);

        Assert.Equal(("bob", "address"), (_book.Who("10.0.0.1", 999 + Day), _book.Who("10.0.0.1", 1000 + Day)));
    }

    [Fact]
    public void A_user_unknown_to_the_directory_is_not_the_devices_owner() =>
        Assert.Equal("device", _book.Lease("10.0.0.1", 0x01, 0).Account(On, "s", "guest", 5, "10.0.0.1", 0x01).Who("10.0.0.1", 10));

    [Fact]
    public void Two_users_at_one_address_share_it_for_that_time()
    {
        _book.Account(On, "a", "ann", 0, "10.0.0.1").Account(On, "b", "bob", 10, "10.0.0.1").Account(Off, "a", "ann", 20);

        Assert.Equal(("ann", "shared", "bob"), (_book.Who("10.0.0.1", 9), _book.Who("10.0.0.1", 15), _book.Who("10.0.0.1", 20)));
    }

    [Fact]
    public void Two_users_of_one_device_share_it() =>
        Assert.Equal("shared", _book.Lease("10.0.0.1", 0x01, 0).Account(On, "a", "ann", 0, mac: 0x01).Account(On, "b", "bob", 10, mac: 0x01).Who("10.0.0.1", 15));

    [Fact]
    public void One_user_twice_is_no_two() =>
        Assert.Equal("ann", _book.Account(On, "a", "ann", 0, "10.0.0.1").Account(On, "b", "ANN", 10, "10.0.0.1").Who("10.0.0.1", 15));

    [Fact]
    public void A_session_that_moves_leaves_its_old_address()
    {
        _book.Account(On, "a", "ann", 0, "10.0.0.1").Account(Still, "a", "ann", 10, "10.0.0.2");

        Assert.Equal(("ann", "address", "ann"), (_book.Who("10.0.0.1", 9), _book.Who("10.0.0.1", 10), _book.Who("10.0.0.2", 10)));
    }

    [Fact]
    public void A_session_has_all_of_its_own_network() =>
        Assert.Equal(("ann", "address"), (_book.Account(On, "a", "ann", 0, network: "2001:db8:0:7::").Who("2001:db8:0:7::99", 5), _book.Who("2001:db8:0:8::99", 5)));

    [Fact]
    public void A_switch_that_authenticates_hardware_names_the_device() =>
        Assert.Equal("ann", _book.Account(On, "a", "00-AA-BB-CC-DD-01", 0, "10.0.0.1").Who("10.0.0.1", 5));

    [Fact]
    public void A_shared_terminal_is_nobody_unless_somebody_logs_in()
    {
        var book = new BookHarness(People + "*,,00:aa:bb:cc:dd:ff\n").Lease("10.0.0.1", 0xff, 0).Account(On, "s", "bob", 10, "10.0.0.1", 0xff);

        Assert.Equal(("shared", "bob"), (book.Who("10.0.0.1", 5), book.Who("10.0.0.1", 15)));
    }

    [Fact]
    public void Behind_a_nat_address_nobody_is_told_apart()
    {
        var book = new BookHarness(People + "*,,ip:10.0.0.1\n*,,ip:10.8.0.0/16\n*,,ip:2001:db8:5::/48\n").Lease("10.0.0.1", 0x01, 0).Lease("10.8.3.4", 0x01, 0)
            .Account(On, "s", "bob", 0, "10.8.3.4").Lease("10.9.0.1", 0x01, 0);

        Assert.Equal(("shared", "shared", "shared", "ann"), (book.Who("10.0.0.1", 5), book.Who("10.8.3.4", 5), book.Who("2001:db8:5::1", 5), book.Who("10.9.0.1", 5)));
    }

    [Fact]
    public void Who_is_in_a_delegated_prefix_is_behind_a_router_unless_something_closer_names_him()
    {
        _book.Book.Prefixes.Add(BookHarness.Address("2001:db8:100::"), 56, DeviceId.None, BookHarness.Start, BookHarness.Start.AddSeconds(100));
        _book.Hear("2001:db8:100::1", 0x01, 0);

        Assert.Equal(("ann", "shared", "address", "address"), (
            _book.Who("2001:db8:100::1", 5), _book.Who("2001:db8:100:ff::2", 5), _book.Who("2001:db8:101::2", 5), _book.Who("2001:db8:100:ff::2", 200)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(33)]
    [InlineData(47)]
    [InlineData(65)]
    public void A_prefix_of_all_the_world_is_not_believed(int length)
    {
        _book.Book.Prefixes.Add(BookHarness.Address("2001:db8::"), length, DeviceId.None, BookHarness.Start, Instant.MaxValue);

        Assert.Equal((1, "address"), (_book.Book.Prefixes.Refused, _book.Who("2001:db8::1", 5)));
    }

    [Fact]
    public void A_prefix_delegated_for_ever_is_over_after_a_week()
    {
        const int Week = 7 * 24 * 3600;
        _book.Book.Prefixes.Add(BookHarness.Address("2001:db8::"), 48, DeviceId.None, BookHarness.Start, Instant.MaxValue);

        Assert.Equal(("shared", "address"), (_book.Who("2001:db8::1", Week - 1), _book.Who("2001:db8::1", Week + 60)));
    }

    [Fact]
    public void An_address_that_changes_hands_changes_the_person()
    {
        _book.Lease("10.0.0.1", 0x01, 0).Lease("10.0.0.1", 0x02, 100);

        Assert.Equal(("ann", "bob"), (_book.Who("10.0.0.1", 99), _book.Who("10.0.0.1", 100)));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ANN@uni.example")]
    [InlineData(@"CORP\Ann")]
    [InlineData(@"CORP\ann@uni.example")]
    public void A_user_is_found_without_realm_and_domain(string name) => Assert.Equal("ann", _book.Account(On, "s", name, 0, "10.0.0.1").Who("10.0.0.1", 5));

    [Fact]
    public void Where_the_directory_names_realms_guests_of_others_are_nobodys_namesakes()
    {
        var book = new BookHarness(People + "eve,Arts,user:eve@uni.example\n").Account(On, "s", "ann@other.example", 0, "10.0.0.1").Account(On, "t", "eve@uni.example", 0, "10.0.0.2");

        Assert.Equal(("device", "eve"), (book.Who("10.0.0.1", 5), book.Who("10.0.0.2", 5)));
    }
}
