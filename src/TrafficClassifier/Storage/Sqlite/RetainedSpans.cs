using System.Buffers;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Unites what is too old: minutes stay as the union of their hour, hours as that of their local day. Each day in one transaction.</summary>
internal sealed class RetainedSpans(SqliteFile file, PeopleFile people, TermsTable terms)
{
    private readonly ArrayBufferWriter<byte> _writer = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _set = new(16 * 1024);
    private SubjectSet _touched = new();
    private int _touchedOn;

    /// <summary>Remembers that subjects were counted in an hour; a day once each.</summary>
    public void Touch(SubjectSet subjects, long hour)
    {
        var day = DayOf(hour);
        if (day != _touchedOn)
        {
            (_touchedOn, _touched) = (day, new SubjectSet());
        }
        List<int> added = [];
        foreach (var subject in subjects)
        {
            if (_touched.Add(subject))
            {
                added.Add(subject.Value);
            }
        }
        if (added.Count > 0)
        {
            people.Touch(added, day);
        }
    }

    public void Apply(Retention retention, Instant now, HourGrid grid)
    {
        if (retention.Minutes is { } minutes && grid.HourOf(Before(now, minutes)) is var from && from > terms.MinutesFrom)
        {
            file.Transact(() =>
            {
                terms.MinutesFrom = from;
                file.Execute("UPDATE hour SET minutes = x'' WHERE start < $1 AND length(minutes) > 0", from);
                file.Execute("UPDATE hour_cell SET minutes = x'' WHERE start < $1 AND length(minutes) > 0", from);
            });
        }
        if (retention.Hours is { } hours)
        {
            UniteBefore(Math.Min(Before(now, hours), terms.MinutesFrom));
        }
        if (retention.Days is { } days)
        {
            var day = DayOf(Before(now, days));
            file.Transact(() =>
            {
                file.Execute("DELETE FROM day_cell WHERE day < $1", day);
                file.Execute("DELETE FROM day WHERE day < $1", day);
            });
        }
        if (retention.Persons is { } persons)
        {
            people.ForgetBefore(DayOf(Before(now, persons)), terms.IsListed);
        }
    }

    private static long Before(Instant now, int days) => now.Minute - (days * (long)Calendar.MinutesPerDay);

    private int DayOf(long minute) => new Calendar(terms.Zone).ToLocal(minute).Day.DayNumber;

    private void UniteBefore(long end)
    {
        List<long> starts = [];
        using (var rows = file.Query("SELECT DISTINCT start FROM hour WHERE start < $1 ORDER BY start", end))
        {
            while (rows.Read())
            {
                starts.Add(rows.GetInt64(0));
            }
        }
        var last = DayOf(end);
        var limit = terms.ReadKinds().Count;
        foreach (var hours in starts.GroupBy(DayOf).Where(day => day.Key < last))
        {
            file.Transact(() => Unite(hours.Key, [.. hours], limit));
        }
    }

    private void Unite(int day, List<long> hours, int limit)
    {
        var start = FirstMinute(day, hours[0]);
        var length = (int)(FirstMinute(day + 1, hours[^1]) - start);
        var bucket = new UsageBucket();
        var seen = new byte[(length + 7) / 8];
        var unclosed = 0;
        foreach (var hour in hours)
        {
            using (var rows = file.Query("SELECT seen, unclosed, coverage FROM hour WHERE start = $1", hour))
            {
                while (rows.Read())
                {
                    See(seen, hour - start, rows.GetInt64(0));
                    unclosed += System.Numerics.BitOperations.PopCount((ulong)rows.GetInt64(1));
                    ReadOnlySpan<byte> bytes = SqliteFile.Bytes(rows, 2);
                    StoreBytes.AddTo(bucket.Coverage, ref bytes);
                }
            }
            using var cells = file.Query("SELECT key, total FROM hour_cell WHERE start = $1", hour);
            while (cells.Read())
            {
                ReadOnlyMemory<byte> bytes = SqliteFile.Bytes(cells, 1);
                StoreBytes.ReadCell(ref bytes).AddTo(StoredHour.CellOf(bucket, cells.GetInt32(0)), limit);
            }
        }
        Write(day, start, length, seen, unclosed, bucket);
        foreach (var hour in hours)
        {
            file.Execute("DELETE FROM hour_cell WHERE start = $1", hour);
            file.Execute("DELETE FROM hour WHERE start = $1", hour);
        }
        terms.HoursFrom = Math.Max(terms.HoursFrom, start + length);
    }

    private void Write(int day, long start, int length, byte[] seen, int unclosed, UsageBucket bucket)
    {
        _writer.ResetWrittenCount();
        StoreBytes.Write(bucket.Coverage, _writer);
        file.Execute("INSERT INTO day(day, start, length, seen, unclosed, coverage) VALUES($1, $2, $3, $4, $5, $6)",
            day, start, length, seen, unclosed, _writer.WrittenSpan.ToArray());
        foreach (var (key, cell) in bucket.Cells.OrderBy(pair => pair.Key))
        {
            _writer.ResetWrittenCount();
            StoreBytes.Write(cell, _set, _writer);
            file.Execute("INSERT INTO day_cell(day, key, total) VALUES($1, $2, $3)", day, key, _writer.WrittenSpan.ToArray());
        }
    }

    /// <summary>The first minute of a local day, from one in it or in the day before.</summary>
    private long FirstMinute(int day, long near)
    {
        var calendar = new Calendar(terms.Zone);
        var minute = near;
        while (calendar.ToLocal(minute).Day.DayNumber < day)
        {
            minute++;
        }
        while (calendar.ToLocal(minute - 1).Day.DayNumber >= day)
        {
            minute--;
        }
        return minute;
    }

    private static void See(byte[] seen, long first, long bits)
    {
        for (var offset = 0; offset < StoredHour.Minutes; offset++)
        {
            if ((bits >> offset & 1) != 0 && first + offset is var at && at >= 0 && at < 8L * seen.Length)
            {
                seen[at / 8] |= (byte)(1 << (int)(at % 8));
            }
        }
    }
}
