using TrafficClassifier.Identity;
using TrafficClassifier.Tests.Wire;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity;

/// <summary>What the binding table costs: bounded in memory and time, and nothing for each look-up and renewal.</summary>
[Collection(AloneCollection.Name)]
public class BindingBoundTests
{
    private const int Capacity = 10_000;
    private const int Flood = 1_000_000;

    [Fact]
    public void A_million_spoofed_leases_move_counters_and_not_memory()
    {
        var devices = new DeviceTable(Capacity);
        var table = new BindingTable(devices, capacity: Capacity);
        long allocated = 0;
        for (var i = 0; i < Flood; i++)
        {
            table.Add(Spoofed(devices, 0x0a000000 + (uint)i, i, i));
            if (i == Flood / 10)
            {
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(Capacity, table.Count);
        Assert.Equal(Flood - Capacity, table.Counters.Evictions);
        Assert.Equal(Flood, table.Counters.Leases);
        Assert.Equal(Flood - Capacity, devices.Refused);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_flood_at_one_address_is_bounded_whichever_way_its_time_runs(int direction)
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices, capacity: Capacity);
        for (var i = 0; i < 100_000; i++)
        {
            table.Add(Spoofed(devices, 0x0a000001, i, 1_000_000 + (direction * i / 1000)));
        }
        Assert.InRange(table.Count, 1, 4096);
        Assert.Equal(100_000, table.Count + table.Counters.Evictions);
    }

    [Fact]
    public void A_million_leases_of_one_address_take_no_longer_than_of_many()
    {
        var devices = new DeviceTable(Capacity);
        var table = new BindingTable(devices, capacity: Capacity);
        for (var i = 0; i < Flood; i++)
        {
            table.Add(Spoofed(devices, 0x0a000001, i, i / 100));
            table.End(IpAddress.FromIpv4(0x0a000001), new DeviceId(0), Instant.FromUnixSeconds(i / 100));
        }
        Assert.InRange(table.Count, 1, 4096);
    }

    [Fact]
    public void What_makes_way_leaves_the_address_to_nobody_and_not_to_an_earlier_holder()
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices, capacity: 2);
        var address = IpAddress.FromIpv4(1);
        var (a, b) = (devices.Intern(new MacAddress(1), [], []), devices.Intern(new MacAddress(2), [], []));
        table.Add(new Lease(address, a, At(0), At(10_000), BindingSource.Kea));
        table.Add(new Lease(address, b, At(100), At(200), BindingSource.Sniffed));
        table.Add(new Lease(IpAddress.FromIpv4(2), b, At(300), At(9_000), BindingSource.Sniffed));
        Assert.Equal(1, table.Counters.Evictions);
        Assert.True(table.TryFind(address, At(99), out _));
        Assert.False(table.TryFind(address, At(150), out _));
    }

    [Fact]
    public void Years_of_renewals_keep_the_table_small_and_the_last_hour_whole()
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices);
        var told = devices.Intern(new MacAddress(1), [], "pc"u8);
        var renewed = devices.Intern(new MacAddress(1), [], []);
        var guest = devices.Intern(new MacAddress(2), [], []);
        var address = IpAddress.FromIpv4(1);
        table.Add(new Lease(address, told, At(0), At(1200), BindingSource.Sniffed));
        var now = 0;
        for (var i = 1; i < 100_000; i++)
        {
            now = 600 * i;
            table.Add(new Lease(address, renewed, At(now), At(now + 1200), BindingSource.Sniffed));
        }
        Assert.InRange(table.Count, 2, 20);
        Assert.True(table.TryFind(address, At(now - 3600), out var device));
        Assert.Equal(told, device);
        table.Add(new Lease(address, guest, At(now + 600), At(now + 700), BindingSource.Sniffed));
        Assert.True(table.TryFind(address, At(now + 599), out device));
        Assert.Equal(told, device);
        Assert.Equal(0, table.Counters.Evictions);
    }

    [Fact]
    public void Imported_leases_stay_however_old()
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices);
        var (a, b) = (devices.Intern(new MacAddress(1), [], []), devices.Intern(new MacAddress(2), [], []));
        var address = IpAddress.FromIpv4(1);
        table.Add(new Lease(address, a, At(0), At(1000), BindingSource.IscDhcpd));
        for (var i = 1; i < 1000; i++)
        {
            table.Add(new Lease(address, b, At(3600 * i), At(3600 * (i + 1)), BindingSource.Sniffed));
        }
        Assert.True(table.TryFind(address, At(500), out var device));
        Assert.Equal(a, device);
        Assert.False(table.TryFind(address, At(7200), out _));
    }

    [Fact]
    public void Lookups_and_renewals_allocate_nothing()
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices);
        var told = devices.Intern(new MacAddress(1), [1, 2], "pc"u8);
        var renewed = devices.Intern(new MacAddress(1), [], []);
        var address = IpAddress.FromIpv4(1);
        var now = 0;
        var wrong = 0;
        table.Add(new Lease(address, told, At(0), At(600), BindingSource.Sniffed));
        void Renew()
        {
            now += 300;
            table.Add(new Lease(address, renewed, At(now), At(now + 600), BindingSource.Sniffed));
            table.TryFind(address, At(now + 1), out var holder);
            table.TryFind(IpAddress.FromIpv4(2), At(now), out _);
            table.End(address, renewed, At(now + 2));
            table.End(address, renewed, At(now + 3));
            wrong += holder == told ? 0 : 1;
        }
        for (var i = 0; i < 1000; i++)
        {
            Renew();
        }
        Assert.Equal(0, Allocation.PerRound(Renew));
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, -1)]
    public void A_table_of_nothing_or_with_negative_grace_is_a_mistake_of_the_program(int capacity, long grace) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BindingTable(new DeviceTable(), grace, capacity));

    private static Lease Spoofed(DeviceTable devices, uint address, int mac, int start) => new(IpAddress.FromIpv4(address),
        devices.Intern(new MacAddress(0x020000000000UL + (uint)mac), [], []), At(start), At(start + 3600), BindingSource.Sniffed);

    private static Instant At(int seconds) => Instant.FromUnixSeconds(seconds);
}
