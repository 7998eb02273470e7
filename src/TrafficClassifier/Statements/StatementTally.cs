using System.Runtime.InteropServices;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Statements;

/// <summary>What one statement has gathered so far: everybody, and everybody by row.</summary>
internal sealed class StatementTally(string? site, string? category)
{
    private readonly Dictionary<RowKey, SubjectSet> _rows = [];

    public string? Site { get; } = site;

    public string? Category { get; } = category;

    /// <summary>Who visited in the window, of every kind.</summary>
    public SubjectSet Visitors { get; } = new();

    public IReadOnlyDictionary<RowKey, SubjectSet> Rows => _rows;

    public SubjectSet Row(RowKey key)
    {
        ref var set = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        return set ??= new SubjectSet();
    }
}
