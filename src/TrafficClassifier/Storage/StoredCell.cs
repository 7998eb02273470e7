using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>A cell as bytes: most are united or copied without anybody looking at their members.</summary>
/// <param name="Sightings">How many.</param>
/// <param name="Set">As <see cref="SubjectSetCodec"/> writes it; empty for no cell.</param>
internal readonly record struct StoredCell(long Sightings, ReadOnlyMemory<byte> Set)
{
    public bool IsNone => Set.IsEmpty;

    /// <param name="cell">Gets sightings and members.</param>
    /// <param name="limit">Subjects of the store.</param>
    public void AddTo(Cell cell, int limit)
    {
        var bytes = Set.Span;
        cell.Sightings += Sightings;
        if (!SubjectSetCodec.TryRead(ref bytes, limit, cell.Subjects))
        {
            throw StoreBytes.Damaged();
        }
    }
}
