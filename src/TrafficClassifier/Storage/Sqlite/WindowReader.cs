using System.Numerics;
using TrafficClassifier.Catalog;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Shows a window's buckets: an hour as a whole where all of it counts alike, else minute by minute.</summary>
internal sealed class WindowReader(SqliteFile file, HourGrid grid, int subjects, int sites)
{
    private readonly MinuteLog _log = new(file);
    private readonly Stack<Cell> _spare = new();
    private readonly UsageBucket _bucket = new();

    public void Read(StoreWindow window, IBucketSink sink)
    {
        var logged = _log.Hours(grid);
        var folded = Folded();
        SortedSet<long> hours = [.. folded, .. logged];
        HashSet<long> unfolded = [.. logged];
        foreach (var start in hours)
        {
            var isEnd = start == hours.Min || start == hours.Max;
            var counted = Counted(window.Calendar, start, out var isAlike);
            if (counted == 0 && !isEnd)
            {
                continue;
            }
            if (counted == StoredHour.Minutes && isAlike && !isEnd && !unfolded.Contains(start))
            {
                ReadWhole(start, window, sink);
            }
            else
            {
                ReadMinutes(start, window, sink);
            }
        }
    }

    private List<long> Folded()
    {
        List<long> hours = [];
        using var rows = file.Query("SELECT DISTINCT start FROM hour ORDER BY start");
        while (rows.Read())
        {
            hours.Add(rows.GetInt64(0));
        }
        return hours;
    }

    /// <param name="calendar">Which minutes count.</param>
    /// <param name="start">The hour.</param>
    /// <param name="isAlike">Whether all its minutes are in one local hour.</param>
    private static int Counted(Calendar calendar, long start, out bool isAlike)
    {
        var (day, first) = calendar.ToLocal(start);
        var (lastDay, last) = calendar.ToLocal(start + StoredHour.Minutes - 1);
        isAlike = day == lastDay && first / 60 == last / 60;
        var count = 0;
        for (var offset = 0; offset < StoredHour.Minutes; offset++)
        {
            var (own, minute) = isAlike ? (day, first + offset) : calendar.ToLocal(start + offset);
            count += calendar.CountsDay(own) && calendar.CountsMinute(minute) ? 1 : 0;
        }
        return count;
    }

    private void ReadWhole(long start, StoreWindow window, IBucketSink sink)
    {
        _bucket.Reset(start, _spare);
        _bucket.Span(start, StoredHour.Minutes);
        var unclosed = 0L;
        using (var rows = file.Query("SELECT seen, unclosed, coverage FROM hour WHERE start = $1", start))
        {
            while (rows.Read())
            {
                for (var seen = (ulong)rows.GetInt64(0); seen != 0; seen &= seen - 1)
                {
                    _bucket.See(BitOperations.TrailingZeroCount(seen));
                }
                unclosed |= rows.GetInt64(1);
                ReadOnlySpan<byte> bytes = SqliteFile.Bytes(rows, 2);
                StoreBytes.AddTo(_bucket.Coverage, ref bytes);
            }
        }
        _bucket.Unclosed = BitOperations.PopCount((ulong)unclosed);
        foreach (var (low, high) in Ranges(window.Sites))
        {
            using var rows = file.Query("SELECT key, total FROM hour_cell WHERE start = $1 AND key >= $2 AND key <= $3", start, low, high);
            while (rows.Read())
            {
                ReadOnlyMemory<byte> bytes = SqliteFile.Bytes(rows, 1);
                StoreBytes.ReadCell(ref bytes).AddTo(CellOf(rows.GetInt32(0)), subjects);
            }
        }
        Show(sink);
    }

    private void ReadMinutes(long start, StoreWindow window, IBucketSink sink)
    {
        var hours = _log.Load(start, window.Sites is { } sites ? key => !IsOfSite(key, out var site) || sites.Contains(site) : null);
        for (var offset = 0; offset < StoredHour.Minutes; offset++)
        {
            _bucket.Reset(start + offset, _spare);
            var isThere = false;
            foreach (var hour in hours.Values)
            {
                isThere |= hour.States[offset] is not null;
                hour.AddTo(_bucket, offset, subjects);
            }
            if (isThere)
            {
                Show(sink);
            }
        }
    }

    private void Show(IBucketSink sink)
    {
        foreach (var key in _bucket.Cells.Keys)
        {
            if (!CellKey.TryUnpack((uint)key, sites, out _))
            {
                throw StoreBytes.Damaged();
            }
        }
        sink.Accept(_bucket);
    }

    private Cell CellOf(int key)
    {
        if (!_bucket.Cells.TryGetValue(key, out var cell))
        {
            _bucket.Cells.Add(key, cell = _spare.TryPop(out var spare) ? spare : new Cell());
        }
        return cell;
    }

    private static bool IsOfSite(int key, out SiteId site)
    {
        var isKnown = CellKey.TryUnpack((uint)key, int.MaxValue, out var unpacked);
        site = unpacked.Site;
        return isKnown && unpacked.IsOfSite;
    }

    /// <summary>Keys of sites, and those that no site can be told of.</summary>
    private static IEnumerable<(int Low, int High)> Ranges(IReadOnlySet<SiteId>? sites) => sites is null ? [(0, int.MaxValue)]
        : sites.Select(site => site.Value).Append(0).Distinct().Order().Select(site => (site << 4, (site << 4) | 15));
}
