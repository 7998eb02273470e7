using System.Numerics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Bench.Usage;

/// <summary>
/// What a set of people should be made of: <see cref="SubjectSet"/> (list, then bitmap) against HashSet and a plain bitmap with a bit for
/// every person. Add: one minute, everybody sighted three times, into a set that is used again. Union: the 60 sets of an hour and their
/// count. Memory and stored size are printed by the verb <c>sets</c>.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class SubjectSetBenchmarks
{
    private const int Minutes = 60;
    private readonly SubjectSet[] _sets = new SubjectSet[Minutes];
    private readonly HashSet<int>[] _hashes = new HashSet<int>[Minutes];
    private readonly ulong[][] _bitmaps = new ulong[Minutes][];
    private readonly SubjectSet _set = new();
    private readonly HashSet<int> _hash = [];
    private int[] _sightings = [];
    private ulong[] _bitmap = [];

    public static IEnumerable<Fill> Fills => Usage.Fill.All;

    [ParamsSource(nameof(Fills))]
    public Fill Fill { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        var random = new Random(1);
        var people = Fill.Draw(random);
        _sightings = [.. people, .. people, .. people];
        random.Shuffle(_sightings);
        _bitmap = new ulong[(Fill.Staff + 63) / 64];
        for (var i = 0; i < Minutes; i++)
        {
            people = Fill.Draw(random);
            _sets[i] = new SubjectSet();
            _hashes[i] = [.. people];
            _bitmaps[i] = new ulong[_bitmap.Length];
            foreach (var person in people)
            {
                _sets[i].Add(new SubjectId(person));
                _bitmaps[i][person / 64] |= 1UL << person;
            }
        }
    }

    [BenchmarkCategory("Add"), Benchmark(Baseline = true)]
    public int AddSubjectSet()
    {
        _set.Clear();
        foreach (var person in _sightings)
        {
            _set.Add(new SubjectId(person));
        }
        return _set.Count;
    }

    [BenchmarkCategory("Add"), Benchmark]
    public int AddHashSet()
    {
        _hash.Clear();
        foreach (var person in _sightings)
        {
            _hash.Add(person);
        }
        return _hash.Count;
    }

    [BenchmarkCategory("Add"), Benchmark]
    public int AddBitmap()
    {
        _bitmap.AsSpan().Clear();
        foreach (var person in _sightings)
        {
            _bitmap[person / 64] |= 1UL << person;
        }
        return Count(_bitmap);
    }

    [BenchmarkCategory("Union60"), Benchmark(Baseline = true)]
    public int UnionSubjectSet()
    {
        _set.Clear();
        foreach (var other in _sets)
        {
            _set.UnionWith(other);
        }
        return _set.Count;
    }

    [BenchmarkCategory("Union60"), Benchmark]
    public int UnionHashSet()
    {
        _hash.Clear();
        foreach (var other in _hashes)
        {
            _hash.UnionWith(other);
        }
        return _hash.Count;
    }

    [BenchmarkCategory("Union60"), Benchmark]
    public int UnionBitmap()
    {
        _bitmap.AsSpan().Clear();
        foreach (var other in _bitmaps)
        {
            for (var i = 0; i <= _bitmap.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                (new Vector<ulong>(_bitmap, i) | new Vector<ulong>(other, i)).CopyTo(_bitmap, i);
            }
            for (var i = _bitmap.Length / Vector<ulong>.Count * Vector<ulong>.Count; i < _bitmap.Length; i++)
            {
                _bitmap[i] |= other[i];
            }
        }
        return Count(_bitmap);
    }

    private static int Count(ulong[] bitmap)
    {
        var count = 0;
        foreach (var word in bitmap)
        {
            count += BitOperations.PopCount(word);
        }
        return count;
    }
}
