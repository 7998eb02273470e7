using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Identity;

/// <summary>Holds the binding table against a slow reading of its rule, for leases and releases in every order.</summary>
public class BindingOrderTests
{
    private const int LongestTime = 400;
    private const int Grace = 30;

    [Fact]
    public void Leases_of_all_sources_in_every_order_give_the_answers_of_the_rule()
    {
        var random = new Random(20100104);
        for (var round = 0; round < 600; round++)
        {
            var leases = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Told.Any(random)).ToList();
            var ends = Enumerable.Range(0, random.Next(0, 4)).Select(_ => new Ended(random.Next(2), random.Next(3), random.Next(LongestTime))).ToList();
            for (var order = 0; order < 4; order++)
            {
                Check(leases, ends, random, round);
            }
        }
    }

    private static void Check(List<Told> leases, List<Ended> ends, Random random, int round)
    {
        var devices = new DeviceTable();
        var table = new BindingTable(devices, Grace);
        var order = leases.OrderBy(_ => random.Next()).ToList();
        var left = ends.OrderBy(_ => random.Next()).ToList();
        while (order.Count + left.Count > 0)
        {
            // A release counts by what was known when it was seen: it comes after the leases that began before it, else in any order.
            var possible = left.Where(end => order.All(lease => lease.Start > end.Time)).ToList();
            if (order.Count == 0 || (possible.Count > 0 && random.Next(2) == 0))
            {
                left.Remove(possible[0]);
                table.End(Address(possible[0].Address), devices.Intern(new MacAddress((ulong)possible[0].Mac + 1), [], []), At(possible[0].Time));
                continue;
            }
            table.Add(order[0].ToLease(devices));
            order.RemoveAt(0);
        }
        for (var address = 0; address < 2; address++)
        {
            for (var time = -10; time < LongestTime + 200; time += 5)
            {
                var expected = Expect(leases, ends, address, time);
                var actual = table.TryFind(Address(address), At(time), out var device) ? devices[device] : null;
                Assert.True(expected == actual, $"round {round}, address {address}, time {time}: expected {expected}, not {actual}, of\n"
                    + $"{string.Join('\n', leases.OrderBy(lease => lease))}\n{string.Join('\n', ends)}");
            }
        }
    }

    /// <summary>The rule, read slowly.</summary>
    private static Device? Expect(List<Told> leases, List<Ended> ends, int address, int time)
    {
        var began = leases.Where(lease => lease.Address == address && lease.Start <= time).OrderBy(lease => lease).ToList();
        if (began.Count == 0)
        {
            return null;
        }
        var holder = began[^1];
        var isGivenUp = ends.Any(end => end.Address == address && end.Mac == holder.Mac && end.Time >= holder.Start && end.Time <= time);
        if (isGivenUp || time >= holder.End + Grace)
        {
            return null;
        }
        var run = Enumerable.Reverse(began).TakeWhile(lease => lease.Mac == holder.Mac).ToList();
        return new Device(new MacAddress((ulong)holder.Mac + 1),
            run.Select(lease => lease.ClientId).FirstOrDefault(text => text.Length > 0, ""),
            run.Select(lease => lease.HostName).FirstOrDefault(text => text.Length > 0, ""));
    }

    private static IpAddress Address(int number) => IpAddress.FromIpv4(0x0a000001 + (uint)number);

    private static Instant At(int seconds) => seconds == int.MinValue ? Instant.MinValue : Instant.FromUnixSeconds(seconds);

    private sealed record Ended(int Address, int Mac, int Time);

    private sealed record Told(int Address, int Mac, string ClientId, string HostName, int Start, int End, BindingSource Source) : IComparable<Told>
    {
        public static Told Any(Random random)
        {
            var source = (BindingSource)random.Next(4);
            // Few different times, so that ties and touching leases are common.
            var start = 20 * random.Next(LongestTime / 20);
            var length = new[] { 0, 20, 40, 100, 1000 }[random.Next(5)];
            return new Told(random.Next(2), random.Next(3), random.Next(3) == 0 ? "01" : "", new[] { "", "", "pc", "phone" }[random.Next(4)],
                source == BindingSource.Dnsmasq ? int.MinValue : start, start + length, source);
        }

        public Lease ToLease(DeviceTable devices) => new(BindingOrderTests.Address(Address),
            devices.Intern(new MacAddress((ulong)Mac + 1), Convert.FromHexString(ClientId), Encoding.ASCII.GetBytes(HostName)), At(Start), At(End), Source);

        public int CompareTo(Told? other)
        {
            var (a, b) = (Rank(this), Rank(other!));
            var order = a.CompareTo(b);
            order = order != 0 ? order : string.CompareOrdinal(ClientId, other!.ClientId);
            return order != 0 ? order : string.CompareOrdinal(HostName, other!.HostName);
        }

        private static (int, BindingSource, int, int) Rank(Told lease) =>
            (lease.Start, lease.Source, lease.Start == int.MinValue ? lease.End : -lease.End, lease.Mac);
    }
}
