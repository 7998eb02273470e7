using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage;

/// <summary>From the numbers of a process to those of the store.</summary>
public sealed class NumberMap
{
    private readonly StoreNumbers _numbers;
    private readonly List<int> _subjects;
    private bool _isSame;

    internal NumberMap(StoreNumbers numbers)
    {
        _numbers = numbers;
        _subjects = [.. numbers.Staff.Select(subject => subject.Value)];
        _isSame = numbers.Sites.Select(site => site.Value).SequenceEqual(Enumerable.Range(0, numbers.Sites.Count))
            && _subjects.SequenceEqual(Enumerable.Range(0, _subjects.Count));
    }

    internal void Add(SubjectId own, SubjectId stored)
    {
        while (_subjects.Count <= own.Value)
        {
            _subjects.Add(SubjectId.None.Value);
        }
        _subjects[own.Value] = stored.Value;
        _isSame &= own == stored;
    }

    /// <returns>The bucket itself where the numbers are the same, as in a store with one directory and one process.</returns>
    internal UsageBucket Translate(UsageBucket bucket)
    {
        if (_isSame)
        {
            return bucket;
        }
        var translated = new UsageBucket { Minute = bucket.Minute };
        translated.Coverage.Add(bucket.Coverage);
        foreach (var (packed, cell) in bucket.Cells)
        {
            _ = CellKey.TryUnpack((uint)packed, int.MaxValue, out var key);
            var copy = new Cell { Sightings = cell.Sightings };
            foreach (var subject in cell.Subjects)
            {
                copy.Subjects.Add(new SubjectId(_subjects[subject.Value]));
            }
            translated.Cells.Add(key.IsOfSite ? new CellKey(_numbers.Sites[key.Site.Value], key.Evidence, key.Role).Packed : packed, copy);
        }
        return translated;
    }
}
