using System.Globalization;

namespace TrafficClassifier.Tests.Corpus;

/// <summary>A line of differences.tsv: what is known to differ, and why.</summary>
internal sealed record ListedDifference(string Capture, string Kind, int Missed, int False, string Reason)
{
    public static List<ListedDifference> ReadAll()
    {
        var file = Path.Combine(Repository.Root, "tests/TrafficClassifier.Tests/Corpus/differences.tsv");
        return [.. File.ReadLines(file).Skip(1).Select(Read)];
    }

    private static ListedDifference Read(string line)
    {
        var columns = line.Split('\t');
        Assert.True(columns.Length == 5 && columns[4].Length > 0, $"differences.tsv wants capture, kind, missed, false and reason: {line}");
        return new ListedDifference(columns[0], columns[1], int.Parse(columns[2], CultureInfo.InvariantCulture), int.Parse(columns[3], CultureInfo.InvariantCulture), columns[4]);
    }
}
