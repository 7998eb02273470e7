namespace TrafficClassifier.Sightings.Names;

/// <summary>The domains that a client was told live at an address. Valid only during the call.</summary>
public readonly ref struct ToldNames
{
    private readonly DnsAnswers? _answers;
    private readonly ReadOnlySpan<int> _entries;

    internal ToldNames(DnsAnswers answers, ReadOnlySpan<int> entries, bool areMany)
    {
        _answers = answers;
        _entries = entries;
        AreMany = areMany;
    }

    /// <summary>Domains remembered, <see cref="DnsAnswers.MostTold"/> at most.</summary>
    public int Count => _entries.Length;

    /// <summary>There are more than are remembered.</summary>
    public bool AreMany { get; }

    /// <summary>Lower-case text without a final dot.</summary>
    public ReadOnlySpan<byte> this[int index] => _answers!.DomainOf(_entries[index]);
}
