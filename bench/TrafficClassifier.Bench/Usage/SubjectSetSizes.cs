using System.Buffers;
using TrafficClassifier.Identity;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Bench.Usage;

/// <summary>Bytes that a set keeps in memory, as each representation, and bytes that it takes in a store.</summary>
internal static class SubjectSetSizes
{
    private const int Sets = 200;

    public static void Print()
    {
        Console.WriteLine("| members | SubjectSet B | HashSet B | bitmap B | encoded B | 4 B a member |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var fill in Fill.All)
        {
            var random = new Random(1);
            var people = Enumerable.Range(0, Sets).Select(_ => fill.Draw(random)).ToArray();
            var subjects = Kept(people, SubjectSet (draw) =>
            {
                var set = new SubjectSet();
                foreach (var person in draw)
                {
                    set.Add(new SubjectId(person));
                }
                return set;
            }, out var sets);
            var hashes = Kept(people, HashSet<int> (draw) =>
            {
                var set = new HashSet<int>();
                foreach (var person in draw)
                {
                    set.Add(person);
                }
                return set;
            }, out _);
            var bitmaps = Kept(people, ulong[] (_) => new ulong[(fill.Staff + 63) / 64], out _);
            var encoded = sets.Average(set =>
            {
                var writer = new ArrayBufferWriter<byte>();
                SubjectSetCodec.Write(set, writer);
                return writer.WrittenCount;
            });
            Console.WriteLine(FormattableString.Invariant($"| {fill} | {subjects} | {hashes} | {bitmaps} | {encoded:0} | {4 * fill.Members} |"));
        }
    }

    private static long Kept<T>(int[][] people, Func<int[], T> make, out T[] made)
    {
        made = new T[people.Length];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < people.Length; i++)
        {
            made[i] = make(people[i]);
        }
        var kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / people.Length;
        GC.KeepAlive(made);
        GC.KeepAlive(people);
        return kept;
    }
}
