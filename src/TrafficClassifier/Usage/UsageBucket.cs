namespace TrafficClassifier.Usage;

/// <summary>
/// Some minutes of UTC, one unless a store united them: cells and coverage. Buckets of the same minute add up: sets by union, counts by sum.
/// </summary>
public sealed class UsageBucket
{
    private readonly Dictionary<int, Cell> _cells = [];
    private ulong[] _seen = [];

    /// <summary>The first minute, since 1970.</summary>
    public long Minute { get; internal set; }

    /// <summary>Minutes from the first to the last.</summary>
    public int Length { get; internal set; } = 1;

    /// <summary>Of these, those that a source had open when it was killed, or has open now.</summary>
    public int Unclosed { get; internal set; }

    public Coverage Coverage { get; } = new();

    public Dictionary<int, Cell> Cells => _cells;

    /// <summary>Whether frames or records of logs were received in a minute of the bucket.</summary>
    /// <param name="offset">From the first.</param>
    public bool HasSeen(int offset) => Length == 1 ? Coverage.HasSeen : (_seen[offset / 64] >> (offset % 64) & 1) != 0;

    /// <summary>Makes it a bucket of several minutes.</summary>
    internal void Span(long minute, int length)
    {
        Minute = minute;
        Length = length;
        _seen = _seen.Length * 64 >= length ? _seen : new ulong[(length + 63) / 64];
        _seen.AsSpan().Clear();
    }

    internal void See(int offset) => _seen[offset / 64] |= 1UL << (offset % 64);

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
        Length = 1;
        Unclosed = 0;
    }

    /// <summary>Makes this one equal to another of one minute, out of spare cells.</summary>
    internal void CopyFrom(UsageBucket other, Stack<Cell> spare)
    {
        Reset(other.Minute, spare);
        Unclosed = other.Unclosed;
        Coverage.Add(other.Coverage);
        foreach (var (key, cell) in other._cells)
        {
            var copy = spare.TryPop(out var popped) ? popped : new Cell();
            copy.Sightings = cell.Sightings;
            copy.Subjects.CopyFrom(cell.Subjects);
            _cells.Add(key, copy);
        }
    }

    /// <summary>Adds another part of the same minute.</summary>
    internal void Add(UsageBucket other)
    {
        Coverage.Add(other.Coverage);
        foreach (var (key, cell) in other._cells)
        {
            if (!_cells.TryGetValue(key, out var own))
            {
                _cells.Add(key, own = new Cell());
            }
            own.Sightings += cell.Sightings;
            own.Subjects.UnionWith(cell.Subjects);
        }
    }
}
