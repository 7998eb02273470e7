using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Nobody who reads what is printed can tell a number that is not, whatever the table.</summary>
public sealed class SuppressionAttackTests
{
    [Theory]
    [InlineData(2, 3, 6)]
    [InlineData(3, 2, 8)]
    [InlineData(3, 3, 8)]
    [InlineData(3, 4, 5)]
    [InlineData(3, 5, 4)]
    [InlineData(4, 3, 9)]
    [InlineData(5, 2, 14)]
    [InlineData(5, 3, 12)]
    public void No_hidden_department_can_be_computed_from_the_others_and_the_total(int k, int departments, int largest)
    {
        var random = new Random((100 * k) + departments);
        for (var round = 0; round < 12; round++)
        {
            int[] headcounts = [.. Enumerable.Range(0, departments).Select(_ => random.Next(1, largest + 1))];
            var attacker = new Attacker();
            foreach (var counts in Tables(headcounts))
            {
                var rows = counts.Select((count, i) => Attacker.Row(i, null, count, headcounts[i])).ToList();
                var total = Attacker.Total(counts.Sum(), headcounts.Sum(), k);
                Suppression.Apply(rows, k, department => department is { } id ? rows[id.Value].Cell : total);
                if (total.Count > 0 && total.Count < total.Headcount) // nobody, or everybody, tells every department
                {
                    attacker.Look($"{Attacker.Print(rows)} of {Attacker.Print(total)}", counts, [.. rows.Select(row => row.Cell.IsSuppressed)]);
                }
            }
            Assert.True(!attacker.Derived.Any(), $"k {k}, headcounts {string.Join(' ', headcounts)}: {string.Join("; ", attacker.Derived.Take(5))}");
        }
    }

    [Theory]
    [InlineData(3, 6, 3)]
    [InlineData(3, 7, 2)]
    [InlineData(3, 9, 2)]
    [InlineData(3, 8, 3)]
    [InlineData(4, 8, 3)]
    [InlineData(4, 12, 2)]
    [InlineData(5, 14, 2)]
    [InlineData(3, 5, 4)]
    public void No_hidden_hour_can_be_computed_from_the_others_and_the_total(int k, int headcount, int hours)
    {
        var attacker = new Attacker();
        foreach (var people in Patterns(headcount, 1 << hours))
        {
            var counts = Hours(people, hours);
            var rows = counts.Select((count, hour) => Attacker.Row(null, hour, count, headcount)).ToList();
            var total = Attacker.Total(headcount - people[0], headcount, k);
            Suppression.Apply(rows, k, _ => total);
            attacker.Look($"{Attacker.Print(rows)} of {Attacker.Print(total)}", [.. counts, total.Count], [.. rows.Select(row => row.Cell.IsSuppressed), total.IsSuppressed]);
        }
        Assert.True(!attacker.Derived.Any(), $"{attacker.Derived.Count()}: {string.Join("; ", attacker.Derived.Take(9))}");
    }

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(3, 3, 6)]
    [InlineData(3, 2, 7)]
    [InlineData(4, 5, 6)]
    public void With_and_without_departments_no_hour_of_a_department_can_be_computed(int k, int first, int second)
    {
        var attacker = new Attacker();
        int[] headcounts = [first, second];
        foreach (var one in Patterns(first, 4))
        {
            foreach (var other in Patterns(second, 4))
            {
                int[][] counts = [Hours(one, 2), Hours(other, 2)];
                int[] unions = [first - one[0], second - other[0]];
                int[] sums = [counts[0][0] + counts[1][0], counts[0][1] + counts[1][1]];
                var total = Attacker.Total(unions.Sum(), headcounts.Sum(), k);
                List<StatementRow> without = [.. sums.Select((sum, hour) => Attacker.Row(null, hour, sum, headcounts.Sum()))];
                Suppression.Apply(without, k, _ => total);
                List<StatementRow> with = [.. Enumerable.Range(0, 4).Select(i => Attacker.Row(i / 2, i % 2, counts[i / 2][i % 2], headcounts[i / 2]))];
                Suppression.Apply(with, k, id => id is { } department ? new StatementCell(unions[department.Value], headcounts[department.Value], false) : total);
                if (sums.All(sum => sum > 0 && sum < headcounts.Sum()))
                {
                    attacker.Look($"{Attacker.Print(with)} / {Attacker.Print(without)} of {Attacker.Print(total)}", [.. counts[0], .. counts[1], .. sums],
                        [.. with.Concat(without).Select(row => row.Cell.IsSuppressed)]);
                }
            }
        }
        Assert.True(!attacker.Derived.Any(), $"{attacker.Derived.Count()}: {string.Join("; ", attacker.Derived.Take(5))}");
    }

    private static IEnumerable<int[]> Tables(int[] headcounts)
    {
        var counts = new int[headcounts.Length];
        while (true)
        {
            yield return [.. counts];
            var at = 0;
            while (at < counts.Length && counts[at] == headcounts[at])
            {
                counts[at++] = 0;
            }
            if (at == counts.Length)
            {
                yield break;
            }
            counts[at]++;
        }
    }

    /// <summary>Every way to deal people out to sets of hours; the first set is empty.</summary>
    private static IEnumerable<int[]> Patterns(int people, int sets) => sets == 1 ? [[people]]
        : Enumerable.Range(0, people + 1).SelectMany(here => Patterns(people - here, sets - 1).Select(rest => (int[])[here, .. rest]));

    private static int[] Hours(int[] patterns, int hours) =>
        [.. Enumerable.Range(0, hours).Select(hour => Enumerable.Range(0, patterns.Length).Sum(set => (set >> hour & 1) != 0 ? patterns[set] : 0))];
}
