using System.Text;
using TrafficClassifier.Sightings.Names;

namespace TrafficClassifier.Tests.Sightings.Names;

public sealed class PublicNamesTests
{
    [Fact]
    public void The_oldest_name_makes_way()
    {
        var names = new PublicNames(capacity: 3);
        foreach (var name in new[] { "a", "b", "a", "c", "a", "d" })
        {
            names.Add(Encoding.ASCII.GetBytes(name));
        }

        Assert.Equal((3, 1L), (names.Count, names.Evictions));
        Assert.Equal([false, true, true, true], new[] { "a", "b", "c", "d" }.Select(name => names.Contains(Encoding.ASCII.GetBytes(name))));
    }

    [Fact]
    public void Random_names_move_the_counter_and_not_the_memory()
    {
        var (names, random, expected) = (new PublicNames(capacity: 50), new Random(9), new List<string>());
        for (var i = 0; i < 20_000; i++)
        {
            var name = $"n{random.Next(200)}.example";
            names.Add(Encoding.ASCII.GetBytes(name));
            if (!expected.Contains(name))
            {
                expected.Add(name);
                expected.RemoveRange(0, Math.Max(0, expected.Count - 50));
            }
            var asked = $"n{random.Next(200)}.example";
            Assert.Equal(expected.Contains(asked), names.Contains(Encoding.ASCII.GetBytes(asked)));
        }
        Assert.Equal(50, names.Count);

        var text = new byte[16];
        Assert.Equal(0, Wire.Allocation.PerRound(() =>
        {
            random.NextBytes(text);
            names.Add(text);
        }));
    }

    [Fact]
    public void What_is_empty_or_too_long_is_no_name()
    {
        var names = new PublicNames();
        names.Add([]);
        names.Add(new byte[256]);

        Assert.Equal(0, names.Count);
    }
}
