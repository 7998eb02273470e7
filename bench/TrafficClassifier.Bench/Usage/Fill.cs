namespace TrafficClassifier.Bench.Usage;

/// <summary>So many different people of so many in one minute on one site.</summary>
public readonly record struct Fill(int Members, int Staff)
{
    public static readonly Fill[] All = [new(5, 1_500), new(50, 1_500), new(500, 1_500), new(10, 100_000), new(1_000, 100_000), new(50_000, 100_000)];

    /// <summary>Different people, in no order.</summary>
    public int[] Draw(Random random)
    {
        var people = Enumerable.Range(0, Staff).ToArray();
        random.Shuffle(people);
        return people[..Members];
    }

    public override string ToString() => FormattableString.Invariant($"{Members} of {Staff}");
}
