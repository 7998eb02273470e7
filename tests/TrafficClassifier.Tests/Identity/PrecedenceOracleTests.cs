using TrafficClassifier.Identity;

namespace TrafficClassifier.Tests.Identity;

/// <summary>The rules once more, slow and obvious: all that was ever told is kept, and gone through for each question.</summary>
public sealed class PrecedenceOracleTests
{
    private const int Addresses = 4, Macs = 5, Steps = 60, Horizon = 4000;
    private const string People = "p0,A,00:aa:bb:cc:dd:00\np1,A,00:aa:bb:cc:dd:01\np2,A,00:aa:bb:cc:dd:02\nu0,A,user:u0\nu1,A,user:u1\n*,,00:aa:bb:cc:dd:03\n";

    [Fact]
    public void Random_bindings_of_three_strengths_are_believed_as_the_rules_say()
    {
        Dictionary<string, int> seen = [];
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var book = new BookHarness(People);
            List<(int At, int Address, int Mac, int End)> leases = [];
            List<(int At, int Address, int Mac)> claims = [];
            List<(int At, int? Stop, int? Address, int? Mac, string User)> sessions = [];
            for (var (step, now) = (0, 0); step < Steps; step++)
            {
                now += random.Next(1, Horizon / Steps);
                var (address, mac) = (random.Next(Addresses), random.Next(Macs));
                switch (random.Next(4))
                {
                    case 0:
                        var length = random.Next(50, 600);
                        book.Lease(Text(address), mac, now, length);
                        leases.Add((now, address, mac, now + length + 30));
                        break;
                    case 1:
                        book.Hear(Text(address), mac, now);
                        claims.Add((now, address, mac));
                        break;
                    case 2:
                        var (place, station) = random.Next(3) switch { 0 => (address, null), 1 => ((int?)null, mac), _ => ((int?)address, (int?)mac) };
                        var user = $"u{random.Next(3)}";
                        book.Account(AccountingStatus.Start, $"s{sessions.Count}", user, now, place is { } at ? Text(at) : null, station);
                        sessions.Add((now, null, place, station, user));
                        break;
                    default:
                        if (sessions.Count > 0)
                        {
                            var stopped = random.Next(sessions.Count);
                            book.Account(AccountingStatus.Stop, $"s{stopped}", "", now);
                            sessions[stopped] = sessions[stopped] with { Stop = sessions[stopped].Stop ?? now };
                        }
                        break;
                }
            }
            for (var question = 0; question < 200; question++)
            {
                var (time, address) = (random.Next(Horizon), random.Next(Addresses));
                var expected = Expect(time, address);
                seen[expected] = seen.GetValueOrDefault(expected) + 1;
                var found = book.Who(Text(address), time);
                Assert.True(expected == found, $"seed {seed}, address {address} at {time}: {found}, not {expected}");
            }

            string Expect(int time, int address)
            {
                var here = Running(time).Where(session => session.Address == address).ToList();
                if (here.Count > 0)
                {
                    // The device is the one of the session told last.
                    var users = here.Select(session => session.User).Concat(here[^1].Mac is { } station && UsersOf(time, station).Count > 1 ? UsersOf(time, station) : []);
                    return NameOf([.. users.Distinct()]);
                }
                if (leases.Where(lease => lease.Address == address && lease.At <= time).OrderBy(lease => lease.At).LastOrDefault() is { End: > 0 } lease && time < lease.End)
                {
                    return OfDevice(time, lease.Mac);
                }
                return Neighbour(time, address) is { } mac ? OfDevice(time, mac) : "address";
            }

            List<(int At, int? Stop, int? Address, int? Mac, string User)> Running(int time) =>
                [.. sessions.Where(session => session.At <= time && !(session.Stop <= time))];

            List<string> UsersOf(int time, int mac) => [.. Running(time).Where(session => session.Mac == mac).Select(session => session.User).Distinct()];

            string OfDevice(int time, int mac) => UsersOf(time, mac) is { Count: > 0 } users ? NameOf(users) : mac < 3 ? $"p{mac}" : mac == 3 ? "shared" : "device";

            static string NameOf(List<string> users) => users.Count > 1 ? "shared" : users[0] == "u2" ? "device" : users[0];

            // Nobody, where another one was heard less than a quarter of an hour before the last change of hands and its winner not yet alone for that long.
            int? Neighbour(int time, int address)
            {
                int? holder = null;
                int? believed = null;
                var (heard, rival) = (0, 0);
                foreach (var claim in claims.Where(claim => claim.Address == address && claim.At <= time))
                {
                    if (claim.Mac == holder)
                    {
                        believed = believed is null && claim.At - rival < NeighbourTable.ConflictSeconds ? null : holder;
                    }
                    else
                    {
                        believed = holder is not null && claim.At - heard < NeighbourTable.ConflictSeconds ? null : claim.Mac;
                        (holder, rival) = (claim.Mac, heard);
                    }
                    heard = claim.At;
                }
                return believed;
            }
        }
        Assert.All(["p0", "p1", "p2", "u0", "u1", "shared", "device", "address"], who => Assert.True(seen.GetValueOrDefault(who) > 100, $"{who}: {seen.GetValueOrDefault(who)}"));
    }

    private static string Text(int address) => $"10.0.0.{address + 1}";
}
