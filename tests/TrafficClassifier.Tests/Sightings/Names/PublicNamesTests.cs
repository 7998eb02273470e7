using System.Text;
using TrafficClassifier.Sightings.Names;

namespace TrafficClassifier.Tests.Sightings.Names;

public sealed class PublicNamesTests
{
    private static readonly Instant _time = Instant.FromUnixSeconds(1_000_000_000);

    [Fact]
    public void A_name_holds_for_a_day_since_it_was_last_offered()
    {
        var names = new PublicNames(capacity: 2);
        names.Add(_time, "a"u8);
        names.Add(_time, "b"u8);
        names.Add(_time.AddSeconds(3600), "a"u8);

        Assert.True(names.Contains(_time.AddSeconds(86_399), "b"u8));
        Assert.False(names.Contains(_time.AddSeconds(86_400), "b"u8));
        Assert.True(names.Contains(_time.AddSeconds(86_400 + 3599), "a"u8));
        Assert.False(names.Contains(_time.AddSeconds(86_400 + 3600), "a"u8));

        names.Add(_time.AddSeconds(100_000), "c"u8); // in the place of one that was over
        Assert.Equal((2, 0L), (names.Count, names.Evictions));
    }

    [Fact]
    public void The_oldest_name_makes_way()
    {
        var names = new PublicNames(capacity: 3);
        foreach (var name in new[] { "a", "b", "a", "c", "a", "d" })
        {
            names.Add(_time, Encoding.ASCII.GetBytes(name));
        }

        Assert.Equal((3, 1L), (names.Count, names.Evictions));
        Assert.Equal([false, true, true, true], new[] { "a", "b", "c", "d" }.Select(name => names.Contains(_time, Encoding.ASCII.GetBytes(name))));
    }

    [Fact]
    public void Random_names_move_the_counter_and_not_the_memory()
    {
        var (names, random, expected) = (new PublicNames(capacity: 50), new Random(9), new List<string>());
        for (var i = 0; i < 20_000; i++)
        {
            var name = $"n{random.Next(200)}.example";
            names.Add(_time, Encoding.ASCII.GetBytes(name));
            if (!expected.Contains(name))
            {
                expected.Add(name);
                expected.RemoveRange(0, Math.Max(0, expected.Count - 50));
            }
            var asked = $"n{random.Next(200)}.example";
            Assert.Equal(expected.Contains(asked), names.Contains(_time, Encoding.ASCII.GetBytes(asked)));
        }
        Assert.Equal(50, names.Count);

        var text = new byte[16];
        Assert.Equal(0, Wire.Allocation.PerRound(() =>
        {
            random.NextBytes(text);
            names.Add(_time, text);
        }));
    }

    [Fact]
    public void What_is_empty_or_too_long_is_no_name()
    {
        var names = new PublicNames();
        names.Add(_time, []);
        names.Add(_time, new byte[256]);

        Assert.Equal(0, names.Count);
    }
}
