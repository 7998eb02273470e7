using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Usage;

/// <summary>Sets of people, held against the framework's own.</summary>
public sealed class SubjectSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1_500)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Whatever_is_done_to_it_it_holds_what_a_hash_set_holds(int range)
    {
        var random = new Random(range);
        (SubjectSet Set, HashSet<int> Oracle)[] pairs = [.. Enumerable.Range(0, 4).Select(_ => (new SubjectSet(), new HashSet<int>()))];
        for (var step = 0; step < 600; step++)
        {
            var (set, oracle) = pairs[random.Next(pairs.Length)];
            switch (random.Next(20))
            {
                case 0:
                    set.Clear();
                    oracle.Clear();
                    break;
                case 1 or 2:
                    var other = pairs[random.Next(pairs.Length)];
                    set.UnionWith(other.Set);
                    oracle.UnionWith(other.Oracle);
                    break;
                default:
                    var (from, width) = (random.Next(range), random.Next(3) == 0 ? range : 40);
                    for (var i = 0; i < random.Next(1, 40); i++)
                    {
                        var value = Math.Min(range - 1, from + random.Next(width)) % range;
                        Assert.Equal(oracle.Add(value), set.Add(new SubjectId(value)));
                    }
                    break;
            }
            AssertSame(oracle, set, random, range);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void A_list_that_becomes_a_bitmap_keeps_its_members(int step)
    {
        var set = new SubjectSet();
        for (var i = 2_000; i >= 0; i--)
        {
            Assert.True(set.Add(new SubjectId(i * step)));
            Assert.False(set.Add(new SubjectId(i * step)));
        }
        Assert.Equal(Enumerable.Range(0, 2_001).Select(i => i * step), Members(set));
    }

    [Fact]
    public void A_set_with_itself_stays_the_same()
    {
        foreach (var count in new[] { 0, 3, 500 })
        {
            var set = SetOf(Enumerable.Range(0, count));
            set.UnionWith(set);
            Assert.Equal(Enumerable.Range(0, count), Members(set));
        }
    }

    [Fact]
    public void A_cleared_bitmap_starts_empty_and_does_not_remember()
    {
        var set = SetOf(Enumerable.Range(0, 1_000));
        set.Clear();
        Assert.Empty(Members(set));
        set.Add(new SubjectId(7));
        Assert.Equal([7], Members(set));
        for (var i = 500; i < 600; i++)
        {
            set.Add(new SubjectId(i));
        }
        Assert.Equal([7, .. Enumerable.Range(500, 100)], Members(set));
    }

    [Fact]
    public void Nobody_has_no_place() => Assert.Throws<ArgumentOutOfRangeException>(() => new SubjectSet().Add(SubjectId.None));

    internal static SubjectSet SetOf(IEnumerable<int> values)
    {
        var set = new SubjectSet();
        foreach (var value in values)
        {
            set.Add(new SubjectId(value));
        }
        return set;
    }

    internal static List<int> Members(SubjectSet set)
    {
        List<int> members = [];
        foreach (var subject in set)
        {
            members.Add(subject.Value);
        }
        return members;
    }

    private static void AssertSame(HashSet<int> oracle, SubjectSet set, Random random, int range)
    {
        Assert.Equal(oracle.Count, set.Count);
        Assert.Equal(oracle.Order(), Members(set));
        for (var i = 0; i < 10; i++)
        {
            var value = random.Next(range);
            Assert.Equal(oracle.Contains(value), set.Contains(new SubjectId(value)));
        }
    }
}
