using System.Text;
using TrafficClassifier.Sightings.Names;
using TrafficClassifier.Wire.Dns;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Tests.Sightings.Names;

/// <summary>What a client was told, against a dictionary that never forgets; and the bounds.</summary>
public sealed class DnsAnswersTests
{
    private static readonly Instant _start = Instant.FromUnixSeconds(1_000_000_000);
    private static readonly IpAddress _client = IpAddress.FromIpv4(0x0a010101), _server = IpAddress.FromIpv4(0xc6336401);

    [Fact]
    public void Random_answers_are_found_as_a_dictionary_finds_them()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var answers = new DnsAnswers();
            Dictionary<(IpAddress, IpAddress, string), Instant> told = [];
            var time = _start;
            for (var i = 0; i < 5000; i++)
            {
                time = time.AddSeconds(random.Next(30));
                var (client, server) = (IpAddress.FromIpv4((uint)random.Next(5)), new IpAddress(7, (ulong)random.Next(10)));
                if (random.Next(2) == 0)
                {
                    var (domain, life) = ($"n{random.Next(DnsAnswers.MostTold)}.example", random.Next(4) == 0 ? (uint)random.Next(200_000) : (uint)random.Next(2000));
                    answers.Tell(time, client, server, Encoding.ASCII.GetBytes(domain), life);
                    var expires = time.AddSeconds(Math.Min(Math.Max(life, 300), 86_400));
                    var before = told.GetValueOrDefault((client, server, domain), Instant.MinValue);
                    told[(client, server, domain)] = expires > before ? expires : before;
                }
                var expected = told.Where(pair => pair.Key.Item1 == client && pair.Key.Item2 == server && pair.Value > time).Select(pair => pair.Key.Item3).Order();
                Assert.Equal(expected, Names(answers, time, client, server));
            }
            Assert.Equal(0, answers.Evictions);
        }
    }

    [Fact]
    public void More_than_are_remembered_are_many_until_the_last_is_over()
    {
        var answers = new DnsAnswers();
        for (var i = 0; i < 100; i++)
        {
            answers.Tell(_start, _client, _server, Domain(i), i == 99 ? 1000u : 300);
        }

        Assert.Equal(DnsAnswers.MostTold + 1, answers.Count);
        Assert.True(answers.Find(_start, _client, _server).AreMany);
        Assert.True(answers.Find(_start.AddSeconds(999), _client, _server).AreMany);
        Assert.False(answers.Find(_start.AddSeconds(1000), _client, _server).AreMany);
        Assert.Empty(Names(answers, _start.AddSeconds(1000), _client, _server));
    }

    [Fact]
    public void To_be_told_again_takes_no_room()
    {
        var answers = new DnsAnswers(capacity: 1000);
        for (var i = 0; i < 10_000; i++)
        {
            answers.Tell(_start.AddSeconds(i), _client, _server, Domain(i % 3), 60);
        }

        Assert.Equal((3, 0L), (answers.Count, answers.Evictions));
    }

    [Fact]
    public void A_flood_of_random_names_moves_the_counter_and_not_the_ceiling()
    {
        const int Capacity = 1000;
        var answers = new DnsAnswers(Capacity);
        for (var i = 0; i < 50_000; i++)
        {
            answers.Tell(_start, _client, IpAddress.FromIpv4((uint)i), Domain(i), 60);
        }
        Assert.Equal((Capacity, 49_000L), (answers.Count, answers.Evictions));
        for (var i = 0; i < 50_000; i++)
        {
            Assert.Equal(i < 49_000 ? [] : [Encoding.ASCII.GetString(Domain(i))], Names(answers, _start, _client, IpAddress.FromIpv4((uint)i)));
        }

        // What is over makes way without being missed.
        for (var i = 0; i < Capacity; i++)
        {
            answers.Tell(_start.AddSeconds(300), _client, IpAddress.FromIpv4((uint)i), Domain(i), 60);
        }
        Assert.Equal(49_000, answers.Evictions);
    }

    [Fact]
    public void Long_names_fill_their_ring_and_the_oldest_make_way_whole()
    {
        var (random, answers) = (new Random(3), new DnsAnswers(1 << 12, 2 * DnsName.LongestText));
        List<(uint Server, string Domain)> told = [];
        for (var i = 0u; i < 20_000; i++)
        {
            var domain = new string((char)('a' + (i % 26)), random.Next(1, 300));
            answers.Tell(_start, _client, IpAddress.FromIpv4(i), Encoding.ASCII.GetBytes(domain), 60);
            told.Add((i, domain));
            if (i % 100 == 0)
            {
                var kept = told.TakeLast(answers.Count).ToList();
                Assert.All(kept, pair => Assert.Equal([pair.Domain], Names(answers, _start, _client, IpAddress.FromIpv4(pair.Server))));
                Assert.All(told.SkipLast(answers.Count), pair => Assert.Empty(Names(answers, _start, _client, IpAddress.FromIpv4(pair.Server))));
                told = kept;
            }
        }
        Assert.Equal(20_000, answers.Evictions + answers.Count);
    }

    [Fact]
    public void What_is_told_again_and_again_outlives_a_flood()
    {
        var answers = new DnsAnswers(capacity: 100);
        for (var i = 0; i < 10_000; i++)
        {
            answers.Tell(_start, _client, IpAddress.FromIpv4((uint)i + 1), Domain(i), 60);
            if (i % 7 == 0)
            {
                answers.Tell(_start, _client, _server, "often.example"u8, 60);
            }
            Assert.Equal(["often.example"], Names(answers, _start, _client, _server));
        }
    }

    [Fact]
    public void Nothing_allocates_in_steady_state_not_even_for_new_names()
    {
        var (answers, text, i) = (new DnsAnswers(1 << 10, 1 << 14), new byte[40], 0);
        // A collection that another test causes may charge this thread with the rest of its allocation buffer: not in every try.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Wire.Allocation.PerRound(() =>
        {
            for (var n = 0; n < 1000; n++, i++)
            {
                BitConverter.TryWriteBytes(text, i);
                answers.Tell(_start.AddSeconds(i), _client, IpAddress.FromIpv4((uint)i % 700), text, 600);
                _ = answers.Find(_start.AddSeconds(i), _client, IpAddress.FromIpv4((uint)i % 700)).Count;
            }
        })));
        Assert.True(answers.Evictions > 0);
    }

    [Fact]
    public void A_pipeline_says_what_its_answers_gave_up()
    {
        var harness = new NamesHarness();
        for (var i = 0; i < (1 << 12) + 5; i++)
        {
            harness.Offer($"n{i}.example");
        }

        Assert.Equal(5, harness.Pipeline.Evictions);
    }

    private static byte[] Domain(int i) => Encoding.ASCII.GetBytes($"n{i}.example");

    private static List<string> Names(DnsAnswers answers, Instant time, IpAddress client, IpAddress server)
    {
        var told = answers.Find(time, client, server);
        Assert.False(told.AreMany);
        List<string> names = [];
        for (var i = 0; i < told.Count; i++)
        {
            names.Add(Encoding.ASCII.GetString(told[i]));
        }
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
