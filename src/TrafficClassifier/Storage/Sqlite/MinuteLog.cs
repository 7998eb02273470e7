using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Minutes as they are delivered, until they are folded; and whole hours of a source, wherever their minutes lie.</summary>
internal sealed class MinuteLog(SqliteFile file)
{
    private readonly ArrayBufferWriter<byte> _coverage = new(1024);
    private readonly ArrayBufferWriter<byte> _cells = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _set = new(16 * 1024);

    /// <summary>Deliveries of minutes that are kept by the hour already: too late to be told from what is in it.</summary>
    public long TooLate { get; private set; }

    /// <summary>Keeps a delivery unless a later one is there.</summary>
    public void Write(int source, in BucketDelivery delivery, HourGrid grid, long from)
    {
        var minute = delivery.Bucket.Minute;
        if (minute < from)
        {
            TooLate++;
            return;
        }
        if (SequenceOf(source, minute, grid) >= delivery.Sequence)
        {
            return;
        }
        _coverage.ResetWrittenCount();
        StoreBytes.Write(delivery.Bucket.Coverage, _coverage);
        _cells.ResetWrittenCount();
        foreach (var (key, cell) in delivery.Bucket.Cells.OrderBy(pair => pair.Key))
        {
            StoreBytes.Write(key, _cells);
            StoreBytes.Write(cell, _set, _cells);
        }
        file.Execute("INSERT OR REPLACE INTO minute(minute, source, sequence, closed, coverage, cells) VALUES($1, $2, $3, $4, $5, $6)",
            minute, source, delivery.Sequence, delivery.IsClosed ? 1 : 0, _coverage.WrittenSpan.ToArray(), _cells.WrittenSpan.ToArray());
    }

    /// <summary>Every hour with a minute in the log, ascending.</summary>
    public List<long> Hours(HourGrid grid)
    {
        List<long> hours = [];
        using var rows = file.Query("SELECT DISTINCT minute FROM minute ORDER BY minute");
        while (rows.Read())
        {
            var hour = grid.HourOf(rows.GetInt64(0));
            if (hours.Count == 0 || hours[^1] != hour)
            {
                hours.Add(hour);
            }
        }
        return hours;
    }

    /// <summary>An hour minute by minute, by source.</summary>
    /// <param name="start">The hour.</param>
    /// <param name="isOfInterest">By key; null for all.</param>
    public Dictionary<int, StoredHour> Load(long start, Func<int, bool>? isOfInterest = null)
    {
        Dictionary<int, StoredHour> hours = [];
        StoredHour Of(int source) => hours.TryGetValue(source, out var hour) ? hour : hours[source] = new StoredHour();
        using (var rows = file.Query("SELECT source, minutes FROM hour WHERE start = $1", start))
        {
            while (rows.Read())
            {
                Of(rows.GetInt32(0)).ReadStates(SqliteFile.Bytes(rows, 1));
            }
        }
        using (var rows = file.Query("SELECT source, key, minutes FROM hour_cell WHERE start = $1", start))
        {
            while (rows.Read())
            {
                if (isOfInterest?.Invoke(rows.GetInt32(1)) != false)
                {
                    Of(rows.GetInt32(0)).ReadCell(rows.GetInt32(1), SqliteFile.Bytes(rows, 2));
                }
            }
        }
        using (var rows = file.Query("SELECT source, minute, sequence, closed, coverage, cells FROM minute WHERE minute >= $1 AND minute < $2", start, start + StoredHour.Minutes))
        {
            while (rows.Read())
            {
                var state = new StoredMinute(rows.GetInt64(2), rows.GetInt64(3) != 0, SqliteFile.Bytes(rows, 4));
                Of(rows.GetInt32(0)).Replace((int)(rows.GetInt64(1) - start), state, SqliteFile.Bytes(rows, 5));
            }
        }
        return hours;
    }

    private long SequenceOf(int source, long minute, HourGrid grid)
    {
        if (file.Number("SELECT sequence FROM minute WHERE minute = $1 AND source = $2", minute, source) is { } logged)
        {
            return logged;
        }
        var start = grid.HourOf(minute);
        using var rows = file.Query("SELECT minutes FROM hour WHERE start = $1 AND source = $2", start, source);
        if (!rows.Read())
        {
            return long.MinValue;
        }
        var hour = new StoredHour();
        hour.ReadStates(SqliteFile.Bytes(rows, 0));
        return hour.States[minute - start]?.Sequence ?? long.MinValue;
    }
}
