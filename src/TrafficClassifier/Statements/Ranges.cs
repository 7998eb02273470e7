namespace TrafficClassifier.Statements;

/// <summary>A set of numbers as ascending ranges, both ends inclusive: what a reader can think a hidden count is.</summary>
internal sealed class Ranges : IEquatable<Ranges>
{
    /// <summary>Stands in for the headcount where there is none.</summary>
    private const int Unbounded = int.MaxValue / 4;

    private readonly List<(int Low, int High)> _ranges;

    private Ranges(List<(int Low, int High)> ranges, int headcount)
    {
        _ranges = ranges;
        Headcount = headcount;
    }

    /// <summary>What the count cannot be above, in public.</summary>
    public int Headcount { get; }

    public int Smallest => _ranges.Count == 0 ? 0 : _ranges[0].Low;

    public int Largest => _ranges.Count == 0 ? 0 : _ranges[^1].High;

    /// <summary>Numbers in the set.</summary>
    public long Count => _ranges.Sum(range => 1L + range.High - range.Low);

    public static Ranges Only(int value) => new([(value, value)], value);

    public static Ranges UpTo(int? headcount) => new([(0, headcount ?? Unbounded)], headcount ?? Unbounded);

    /// <summary>The counts that are suppressed by themselves.</summary>
    public static Ranges OfSmall(int? headcount, int k) => headcount is not { } of ? new([(1, k - 1)], Unbounded)
        : of < k ? UpTo(of)
        : Union([(1, k - 1), (of - k + 1, of - 1)], of);

    /// <summary>The sums of a number of each set, up to a limit.</summary>
    public Ranges Plus(Ranges other, int limit)
    {
        List<(int Low, int High)> sums = [];
        foreach (var (low, high) in _ranges)
        {
            foreach (var (otherLow, otherHigh) in other._ranges)
            {
                if (low + otherLow <= limit)
                {
                    sums.Add((low + otherLow, Math.Min(limit, high + otherHigh)));
                }
            }
        }
        return Union(sums, Headcount);
    }

    /// <summary>What is left of a sum when a number of the set is taken away.</summary>
    public Ranges From(int sum) => new([.. _ranges.AsEnumerable().Reverse().Select(range => (sum - range.High, sum - range.Low))], Headcount);

    public Ranges Within(long low, long high) => new([.. _ranges.Where(range => range.High >= low && range.Low <= high)
        .Select(range => ((int)Math.Max(low, range.Low), (int)Math.Min(high, range.High)))], Headcount);

    /// <summary>Numbers that both sets have.</summary>
    public long CountWith(Ranges other) => other._ranges.Sum(range => Within(range.Low, range.High).Count);

    public bool Equals(Ranges? other) => other is not null && Headcount == other.Headcount && _ranges.SequenceEqual(other._ranges);

    public override bool Equals(object? obj) => Equals(obj as Ranges);

    public override int GetHashCode() => HashCode.Combine(Headcount, Smallest, Largest, _ranges.Count);

    private static Ranges Union(List<(int Low, int High)> ranges, int headcount)
    {
        ranges.Sort();
        List<(int Low, int High)> joined = [];
        foreach (var range in ranges)
        {
            if (range.Low > range.High)
            {
                continue;
            }
            if (joined.Count > 0 && range.Low <= joined[^1].High + 1)
            {
                joined[^1] = (joined[^1].Low, Math.Max(joined[^1].High, range.High));
            }
            else
            {
                joined.Add(range);
            }
        }
        return new Ranges(joined, headcount);
    }
}
