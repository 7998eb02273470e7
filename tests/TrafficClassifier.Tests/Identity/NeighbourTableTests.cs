using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

public sealed class NeighbourTableTests
{
    private const string People = "ann,Arts,00:aa:bb:cc:dd:01\nbob,Law,00:aa:bb:cc:dd:02\n";
    private const int Valid = (int)NeighbourTable.ValidSeconds, Conflict = (int)NeighbourTable.ConflictSeconds;
    private readonly BookHarness _book = new(People);

    private NeighbourCounters Counters => _book.Book.Neighbours.Counters;

    [Fact]
    public void A_claim_holds_for_hours_after_it_was_last_heard()
    {
        _book.Hear("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x01, 1000);

        Assert.Equal(("ann", "address"), (_book.Who("10.0.0.1", 999 + Valid), _book.Who("10.0.0.1", 1000 + Valid)));
        Assert.Equal(1, _book.Book.Neighbours.Bindings.Count);
    }

    [Fact]
    public void Of_two_that_claim_an_address_at_once_neither_is_believed()
    {
        _book.Hear("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x02, 30);

        Assert.Equal(("ann", "address", 1), (_book.Who("10.0.0.1", 29), _book.Who("10.0.0.1", 31), Counters.Contested));
    }

    [Fact]
    public void The_one_that_goes_on_when_the_other_is_silent_is_believed_again()
    {
        _book.Hear("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x02, 30).Hear("10.0.0.1", 0x01, 40).Hear("10.0.0.1", 0x01, 30 + Conflict);

        Assert.Equal(("address", "ann"), (_book.Who("10.0.0.1", 45), _book.Who("10.0.0.1", 31 + Conflict)));
    }

    [Fact]
    public void An_address_that_was_left_goes_to_who_claims_it() =>
        Assert.Equal("bob", _book.Hear("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x02, Conflict).Who("10.0.0.1", Conflict + 1));

    [Fact]
    public void A_question_takes_nothing_from_the_holder() =>
        Assert.Equal(("ann", 1), (_book.Hear("fe80::1", 0x01, 0).Hear("fe80::1", 0x02, 5, isTentative: true).Who("fe80::1", 10), Counters.Outranked));

    [Fact]
    public void A_holders_defence_ends_a_question_at_once() =>
        Assert.Equal("ann", _book.Hear("fe80::1", 0x02, 0, isTentative: true).Hear("fe80::1", 0x01, 1).Who("fe80::1", 5));

    [Fact]
    public void A_device_with_too_many_addresses_at_once_is_a_relay_and_holds_none()
    {
        for (var i = 1; i <= NeighbourTable.MostAddresses + 1; i++)
        {
            _book.Hear($"10.0.0.{i}", 0x01, i);
        }
        _book.Hear("10.0.0.1", 0x01, 100);

        Assert.All(Enumerable.Range(1, 33), i => Assert.Equal("address", _book.Who($"10.0.0.{i}", 200)));
        Assert.Equal((1, 1, 0), (Counters.Relays, Counters.ByRelays, _book.Book.Neighbours.Count));
    }

    [Fact]
    public void A_device_marked_by_lies_in_its_name_is_believed_again_after_a_day_though_it_spoke_all_the_time()
    {
        for (var i = 1; i <= NeighbourTable.MostAddresses + 1; i++)
        {
            _book.Hear($"10.9.0.{i}", 0x01, 0);
        }
        for (var hour = 1; hour <= 25; hour++)
        {
            _book.Hear("10.0.0.1", 0x01, 3600 * hour);
        }

        Assert.Equal(("address", "ann"), (_book.Who("10.0.0.1", (23 * 3600) + 1), _book.Who("10.0.0.1", (25 * 3600) + 1)));
    }

    [Fact]
    public void One_claim_takes_no_address_whose_holder_spoke_minutes_ago() =>
        Assert.Equal("address", _book.Hear("10.0.0.1", 0x01, 0).Hear("10.0.0.1", 0x02, 600).Who("10.0.0.1", 601));

    [Fact]
    public void Temporary_addresses_that_come_and_go_make_no_relay()
    {
        for (var i = 1; i <= 100; i++)
        {
            _book.Hear($"2001:db8::{i:x}", 0x01, i * Valid / 8);
        }

        Assert.Equal(("ann", 0), (_book.Who("2001:db8::64", 100 * Valid / 8), Counters.Relays));
    }

    [Fact]
    public void A_flood_moves_counters_only()
    {
        const int Capacity = 1000;
        var devices = new DeviceTable(4 * Capacity);
        var table = new NeighbourTable(devices, Capacity);
        for (var i = 0; i < 50_000; i++)
        {
            table.Claim(new TrafficClassifier.Wire.Network.IpAddress(1, (ulong)i), new MacAddress((ulong)(i % 40_000) + 1), BookHarness.Start.AddSeconds(i), i % 3 == 0);
        }

        Assert.Equal((Capacity, 2 * Capacity), (table.Count, devices.Count));
        Assert.InRange(table.Bindings.Count, 1, 4 * Capacity);
        Assert.True(table.Counters.Evictions > 40_000 && devices.Refused > 0);
    }
}
