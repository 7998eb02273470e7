using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity;

public sealed class SessionTableTests
{
    private const AccountingStatus On = AccountingStatus.Start, Off = AccountingStatus.Stop, Still = AccountingStatus.Interim;
    private readonly BookHarness _book = new("ann,Arts,user:ann\nbob,Law,user:bob\n");

    private SessionCounters Counters => _book.Book.Sessions.Counters;

    [Fact]
    public void What_a_stop_has_overtaken_is_ignored()
    {
        _book.Account(On, "s", "ann", 0, "10.0.0.1").Account(Off, "s", "ann", 20).Account(Still, "s", "ann", 10, "10.0.0.1");

        Assert.Equal(("address", 1), (_book.Who("10.0.0.1", 30), Counters.Ignored));
    }

    [Fact]
    public void A_number_used_again_is_another_session()
    {
        _book.Account(On, "s", "ann", 0, "10.0.0.1").Account(Off, "s", "ann", 20).Account(On, "s", "bob", 30, "10.0.0.1");

        Assert.Equal(("ann", "address", "bob"), (_book.Who("10.0.0.1", 19), _book.Who("10.0.0.1", 25), _book.Who("10.0.0.1", 35)));
    }

    [Fact]
    public void A_stop_without_its_session_is_counted()
    {
        _book.Account(Off, "s", "ann", 0, "10.0.0.1");

        Assert.Equal(1, Counters.StopsWithoutSession);
    }

    [Fact]
    public void A_session_known_by_its_news_only_begins_with_them()
    {
        _book.Account(Still, "s", "ann", 10, "10.0.0.1");

        Assert.Equal(("address", "ann"), (_book.Who("10.0.0.1", 9), _book.Who("10.0.0.1", 10)));
    }

    [Fact]
    public void The_same_record_twice_is_one()
    {
        _book.Account(On, "s", "ann", 0, "10.0.0.1").Account(On, "s", "ann", 0, "10.0.0.1").Account(Off, "s", "ann", 5).Account(Off, "s", "ann", 5);

        Assert.Equal((1, 1, 1, 1), (Counters.Starts, Counters.Continued, Counters.Stops, Counters.StopsWithoutSession));
    }

    [Fact]
    public void Somebody_else_in_the_same_session_takes_it_over()
    {
        _book.Account(On, "s", "ann", 0, "10.0.0.1").Account(Still, "s", "bob", 10, "10.0.0.1");

        Assert.Equal(("ann", "bob"), (_book.Who("10.0.0.1", 9), _book.Who("10.0.0.1", 10)));
    }

    [Fact]
    public void What_a_stop_overtook_in_its_own_second_is_ignored_too()
    {
        _book.Account(On, "s", "ann", 10, "10.0.0.1").Account(Off, "s", "ann", 10).Account(On, "s", "ann", 10, "10.0.0.1");

        Assert.Equal(("address", 1), (_book.Who("10.0.0.1", 3600), Counters.Ignored));
    }

    [Fact]
    public void News_after_the_stop_begin_no_session()
    {
        _book.Account(On, "s", "ann", 10, "10.0.0.1").Account(Off, "s", "ann", 20).Account(Still, "s", "ann", 21, "10.0.0.1");

        Assert.Equal(("address", 1), (_book.Who("10.0.0.1", 3600), Counters.Ignored));
    }

    [Fact]
    public void A_server_that_starts_has_no_sessions_from_before()
    {
        _book.Account(On, "\u0001Aold", "ann", 0, "10.0.0.1").Account(On, "\u0001Bold", "bob", 0, "10.0.0.2").Account(AccountingStatus.On, "\u0001A", "", 100)
            .Account(On, "\u0001Anew", "bob", 100, "10.0.0.3").Account(AccountingStatus.On, "\u0001A", "", 100);

        Assert.Equal(("ann", "address", "bob", "bob", 1), (_book.Who("10.0.0.1", 99), _book.Who("10.0.0.1", 100), _book.Who("10.0.0.2", 200), _book.Who("10.0.0.3", 200), Counters.Concluded));
    }

    [Fact]
    public void A_session_that_its_server_still_tells_of_after_a_restart_goes_on()
    {
        _book.Account(On, "\u0001As", "ann", 0, "10.0.0.1").Account(AccountingStatus.Off, "\u0001A", "", 100).Account(Still, "\u0001As", "ann", 200, "10.0.0.1");

        Assert.Equal(("address", "ann"), (_book.Who("10.0.0.1", 150), _book.Who("10.0.0.1", 201)));
    }

    [Fact]
    public void An_address_that_its_server_gives_away_has_left_its_session()
    {
        _book.Account(On, "\u0001As", "ann", 0, "10.0.0.1").Account(On, "\u0001At", "bob", 3600, "10.0.0.1");

        Assert.Equal(("ann", "bob", 1), (_book.Who("10.0.0.1", 3599), _book.Who("10.0.0.1", 20 * 3600), Counters.Concluded));
    }

    [Fact]
    public void Two_sessions_that_a_server_goes_on_telling_of_share_their_address()
    {
        _book.Account(On, "\u0001As", "ann", 0, "10.0.0.1").Account(On, "\u0001At", "bob", 100, "10.0.0.1")
            .Account(Still, "\u0001As", "ann", 200, "10.0.0.1").Account(Still, "\u0001At", "bob", 300, "10.0.0.1");

        Assert.Equal("shared", _book.Who("10.0.0.1", 301));
    }

    [Fact]
    public void A_flood_moves_counters_only()
    {
        const int Capacity = 500;
        var devices = new DeviceTable(1000);
        var table = new SessionTable(devices, Capacity);
        for (var i = 0; i < 20_000; i++)
        {
            var who = devices.Intern(new MacAddress((ulong)i + 1), default, default, Encoding.UTF8.GetBytes($"u{i}"));
            var places = new SessionPlaces(IpAddress.FromIpv4((uint)i + 1), new IpAddress(2, (ulong)i), new IpAddress((ulong)i + 9, 0), new MacAddress((ulong)i + 1));
            table.Take(BitConverter.GetBytes(i), On, BookHarness.Start.AddSeconds(i), who, places);
        }

        Assert.Equal((1000, 19_000), (devices.Count, devices.Refused));
        Assert.InRange(table.Count, 1, Capacity);
        Assert.True(table.Counters.Evictions + table.Counters.Ignored > 19_000);
    }

    [Fact]
    public void A_flood_at_one_address_is_walked_in_bounds()
    {
        var devices = new DeviceTable();
        var table = new SessionTable(devices, 20_000);
        var who = devices.Intern(MacAddress.None, default, default, "ann"u8);
        for (var i = 0; i < 20_000; i++)
        {
            table.Take(BitConverter.GetBytes(i), On, BookHarness.Start.AddSeconds(i), who, new SessionPlaces(IpAddress.FromIpv4(1), default, default, MacAddress.None));
        }

        Assert.True(table.Counters.Evictions > 19_000);
        Assert.True(table.TryFind(IpAddress.FromIpv4(1), BookHarness.Start.AddSeconds(20_000), out _, out var isShared) && !isShared);
    }
}
