using System.Runtime.CompilerServices;
using TrafficClassifier.Sightings.Reassembly;

namespace TrafficClassifier.Tests.Sightings.Reassembly;

[Collection(AloneCollection.Name)]
public sealed class BoundedTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(1000)]
    public void It_holds_what_a_dictionary_and_a_list_by_age_hold(int capacity)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var table = new BoundedTable<Key, int>(capacity);
            var values = new Dictionary<int, int>();
            var ages = new List<(int Key, Instant Time)>();
            for (var step = 0; step < 5000; step++)
            {
                Step(random, table, values, ages, new Instant(step));
                AssertSame(table, values, ages, random.Next(2 * capacity));
            }
        }
    }

    [Fact]
    public void A_key_that_is_not_there_is_a_null_reference()
    {
        var table = new BoundedTable<Key, int>(4);
        Assert.True(Unsafe.IsNullRef(ref table.Find(new Key(1))));
        table.Add(new Key(1), default) = 7;
        table.Renew(new Key(2), default);
        Assert.False(table.Remove(new Key(2)));
        Assert.True(Unsafe.IsNullRef(ref table.Find(new Key(2))));
        Assert.Equal(7, table.Find(new Key(1)));
    }

    [Fact]
    public void A_full_table_takes_nothing_more()
    {
        var table = new BoundedTable<Key, int>(1);
        table.Add(new Key(1), default);
        Assert.Throws<InvalidOperationException>(() => table.Add(new Key(2), default));
    }

    [Fact]
    public void A_removed_value_is_forgotten()
    {
        var table = new BoundedTable<Key, object?>(4);
        table.Add(new Key(1), default) = new object();
        table.Remove(new Key(1));
        Assert.Null(table.Add(new Key(2), default));
    }

    [Fact]
    public void Grown_to_its_capacity_it_allocates_no_more()
    {
        var table = new BoundedTable<Key, int>(1000);
        Churn(table, 3000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(table, 100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Churn(BoundedTable<Key, int> table, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (table.IsFull)
            {
                table.RemoveOldest();
            }
            if (Unsafe.IsNullRef(ref table.Find(new Key(i))))
            {
                table.Add(new Key(i), new Instant(i));
            }
        }
    }

    private static void Step(Random random, BoundedTable<Key, int> table, Dictionary<int, int> values, List<(int Key, Instant Time)> ages, Instant now)
    {
        var key = random.Next(2 * table.Capacity);
        switch (random.Next(6))
        {
            case 0:
                Assert.Equal(values.Remove(key), table.Remove(new Key(key)));
                ages.RemoveAll(age => age.Key == key);
                break;
            case 1:
                table.Renew(new Key(key), now);
                if (ages.RemoveAll(age => age.Key == key) > 0)
                {
                    ages.Add((key, now));
                }
                break;
            case 2 when values.ContainsKey(key):
                table.Find(new Key(key)) = values[key] = random.Next();
                break;
            case > 2 when !values.ContainsKey(key):
                if (table.IsFull)
                {
                    values.Remove(ages[0].Key);
                    ages.RemoveAt(0);
                    table.RemoveOldest();
                }
                table.Add(new Key(key), now) = values[key] = random.Next();
                ages.Add((key, now));
                break;
        }
    }

    private static void AssertSame(BoundedTable<Key, int> table, Dictionary<int, int> values, List<(int Key, Instant Time)> ages, int key)
    {
        Assert.Equal((values.Count, values.Count == table.Capacity), (table.Count, table.IsFull));
        if (ages.Count > 0)
        {
            Assert.Equal((ages[0].Key, ages[0].Time, values[ages[0].Key]), (table.OldestKey.Value, table.OldestTime, table.Oldest));
        }
        ref var found = ref table.Find(new Key(key));
        Assert.Equal(values.ContainsKey(key), !Unsafe.IsNullRef(ref found));
        if (values.TryGetValue(key, out var value))
        {
            Assert.Equal(value, found);
        }
    }

    /// <summary>Collides often, and with negative hashes.</summary>
    private readonly record struct Key(int Value)
    {
        public override int GetHashCode() => (Value % 7) - 3;
    }
}
