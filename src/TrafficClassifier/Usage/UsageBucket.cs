namespace TrafficClassifier.Usage;

/// <summary>One minute of UTC: its cells and its coverage. Buckets of the same minute add up: sets by union, counts by sum.</summary>
public sealed class UsageBucket
{
    private readonly Dictionary<int, Cell> _cells = [];

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; internal set; }

    public Coverage Coverage { get; } = new();

    public Dictionary<int, Cell> Cells => _cells;

    /// <summary>Empties the bucket for another minute and gives its cells back.</summary>
    internal void Reset(long minute, Stack<Cell> spare)
    {
        foreach (var cell in _cells.Values)
        {
            cell.Sightings = 0;
            cell.Subjects.Clear();
            spare.Push(cell);
        }
        _cells.Clear();
        Coverage.Clear();
        Minute = minute;
    }
}
