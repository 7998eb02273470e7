using System.Numerics;
using Microsoft.Data.Sqlite;
using TrafficClassifier.Catalog;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Shows a window's buckets: an hour as a whole where all of it counts alike, else minute by minute.</summary>
internal sealed class WindowReader(SqliteFile file, TermsTable terms, int subjects, int sites)
{
    private readonly HourGrid _grid = terms.Grid;
    private readonly long _minutesFrom = terms.MinutesFrom;
    private readonly MinuteLog _log = new(file);
    private readonly Stack<Cell> _spare = new();
    private readonly UsageBucket _bucket = new();

    public void Read(StoreWindow window, IBucketSink sink)
    {
        ReadDays(window, sink);
        var logged = _log.Hours(_grid);
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
            if ((counted == 0 || (counted == StoredHour.Minutes && !window.ByMinute)) && isAlike && !unfolded.Contains(start))
            {
                ReadWhole(start, window, sink);
            }
            else if (start < _minutesFrom)
            {
                throw new CoarserDataException($"before {Instant.FromMinute(_minutesFrom).ToDateTime():yyyy-MM-dd HH:mm} UTC only hours are kept: ask for whole ones, or a later window");
            }
            else
            {
                ReadMinutes(start, window, sink);
            }
        }
    }

    private void ReadDays(StoreWindow window, IBucketSink sink)
    {
        List<(long Day, long Start, int Length)> days = [];
        using (var rows = file.Query("SELECT day, start, length FROM day ORDER BY day"))
        {
            while (rows.Read())
            {
                days.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetInt32(2)));
            }
        }
        foreach (var (day, start, length) in days)
        {
            if (window.Calendar.ToLocal(start).Day != window.Calendar.ToLocal(start + length - 1).Day)
            {
                throw new CoarserDataException($"before {Instant.FromMinute(terms.HoursFrom).ToDateTime():yyyy-MM-dd} only days in {terms.Zone.Id} are kept: ask in that zone, or a later window");
            }
            if (window.Calendar.CountsDay(window.Calendar.ToLocal(start).Day) && (window.ByHour || window.Calendar.MinutesOn(window.Calendar.ToLocal(start).Day) < length))
            {
                throw new CoarserDataException($"before {Instant.FromMinute(terms.HoursFrom).ToDateTime():yyyy-MM-dd} only days are kept: ask without hours, or a later window");
            }
            ReadDay(day, start, length, window, sink);
        }
    }

    private void ReadDay(long day, long start, int length, StoreWindow window, IBucketSink sink)
    {
        _bucket.Reset(start, _spare);
        _bucket.Span(start, length);
        using (var rows = file.Query("SELECT seen, unclosed, coverage FROM day WHERE day = $1", day))
        {
            rows.Read();
            var seen = SqliteFile.Bytes(rows, 0);
            for (var offset = 0; offset < Math.Min(length, 8 * seen.Length); offset++)
            {
                if ((seen[offset / 8] >> (offset % 8) & 1) != 0)
                {
                    _bucket.See(offset);
                }
            }
            _bucket.Unclosed = rows.GetInt32(1);
            ReadOnlySpan<byte> bytes = SqliteFile.Bytes(rows, 2);
            StoreBytes.AddTo(_bucket.Coverage, ref bytes);
        }
        foreach (var (low, high) in Ranges(window.Sites))
        {
            using var rows = file.Query("SELECT key, total FROM day_cell WHERE day = $1 AND key >= $2 AND key <= $3", day, low, high);
            AddAll(rows);
        }
        Show(sink);
    }

    private void AddAll(SqliteDataReader rows)
    {
        while (rows.Read())
        {
            ReadOnlyMemory<byte> bytes = SqliteFile.Bytes(rows, 1);
            StoreBytes.ReadCell(ref bytes).AddTo(CellOf(rows.GetInt32(0)), subjects);
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
        var isCounted = window.Calendar.ToLocal(start) is var (day, minute) && window.Calendar.CountsDay(day) && window.Calendar.CountsMinute(minute);
        if (!isCounted)
        {
            Show(sink); // the question's days may begin or end with it
            return;
        }
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
            AddAll(rows);
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
