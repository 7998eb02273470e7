using System.Globalization;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Workers;

/// <summary>Writes down every bucket that closes, with all its figures: what is equal here is equal in every statement.</summary>
internal sealed class BucketText : IBucketSink
{
    private readonly List<string> _lines = [];

    public string Text => string.Join('\n', _lines);

    public void Accept(UsageBucket bucket)
    {
        var figures = string.Join(' ', bucket.Coverage.Figures.ToArray());
        var cells = bucket.Cells.OrderBy(cell => cell.Key).Select(cell => string.Create(CultureInfo.InvariantCulture,
            $"{cell.Key}:{cell.Value.Sightings}/{cell.Value.Subjects.Count}"));
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{bucket.Minute} [{figures}] {string.Join(' ', cells)}"));
    }
}
