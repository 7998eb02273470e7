using System.Buffers;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>Brings minutes of the log into the rows of their hour: a row for each site, with the union and the minutes' sets.</summary>
internal sealed class HourFold(SqliteFile file, MinuteLog log)
{
    private readonly ArrayBufferWriter<byte> _writer = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _set = new(16 * 1024);

    /// <summary>Folds an hour, in one transaction.</summary>
    /// <param name="start">The hour.</param>
    /// <param name="limit">Subjects of the store.</param>
    /// <returns>Everybody in it.</returns>
    public SubjectSet Fold(long start, int limit)
    {
        var everybody = new SubjectSet();
        file.Transact(() => Fold(start, limit, everybody));
        return everybody;
    }

    private void Fold(long start, int limit, SubjectSet everybody)
    {
        HashSet<int> changed = [];
        using (var rows = file.Query("SELECT DISTINCT source FROM minute WHERE minute >= $1 AND minute < $2", start, start + StoredHour.Minutes))
        {
            while (rows.Read())
            {
                changed.Add(rows.GetInt32(0));
            }
        }
        foreach (var (source, hour) in log.Load(start))
        {
            if (changed.Contains(source))
            {
                everybody.UnionWith(Write(start, source, hour, limit));
            }
        }
        file.Execute("DELETE FROM minute WHERE minute >= $1 AND minute < $2", start, start + StoredHour.Minutes);
    }

    /// <summary>Takes out what a source counted in earlier attempts and not in this one.</summary>
    public void Drop(int source, long first, int limit)
    {
        file.Execute("DELETE FROM minute WHERE source = $1 AND sequence < $2", source, first);
        List<long> starts = [];
        using (var rows = file.Query("SELECT start FROM hour WHERE source = $1", source))
        {
            while (rows.Read())
            {
                starts.Add(rows.GetInt64(0));
            }
        }
        foreach (var start in starts)
        {
            DropIn(start, source, first, limit);
        }
    }

    private void DropIn(long start, int source, long first, int limit)
    {
        var states = new StoredHour();
        using (var rows = file.Query("SELECT minutes FROM hour WHERE start = $1 AND source = $2", start, source))
        {
            rows.Read();
            states.ReadStates(SqliteFile.Bytes(rows, 0));
        }
        if (!states.States.Any(state => state?.Sequence < first))
        {
            return;
        }
        file.Transact(() =>
        {
            var hour = log.Load(start)[source];
            for (var offset = 0; offset < StoredHour.Minutes; offset++)
            {
                if (hour.States[offset]?.Sequence < first)
                {
                    hour.Replace(offset, null, default);
                }
            }
            file.Execute("DELETE FROM minute WHERE source = $1 AND minute >= $2 AND minute < $3", source, start, start + StoredHour.Minutes);
            Write(start, source, hour, limit);
        });
    }

    private SubjectSet Write(long start, int source, StoredHour hour, int limit)
    {
        var everybody = new SubjectSet();
        file.Execute("DELETE FROM hour_cell WHERE start = $1 AND source = $2", start, source);
        file.Execute("DELETE FROM hour WHERE start = $1 AND source = $2", start, source);
        if (hour.States.All(state => state is null))
        {
            return everybody;
        }
        foreach (var (key, minutes) in hour.Cells.OrderBy(pair => pair.Key))
        {
            var total = new Cell();
            foreach (var cell in minutes)
            {
                if (!cell.IsNone)
                {
                    cell.AddTo(total, limit);
                }
            }
            if (total.Sightings > 0 || total.Subjects.Count > 0)
            {
                everybody.UnionWith(total.Subjects);
                _writer.ResetWrittenCount();
                StoreBytes.Write(total, _set, _writer);
                file.Execute("INSERT INTO hour_cell(start, key, source, total, minutes) VALUES($1, $2, $3, $4, $5)",
                    start, key, source, _writer.WrittenSpan.ToArray(), StoredHour.WriteCell(minutes));
            }
        }
        var coverage = new Coverage();
        var (seen, unclosed) = (0L, 0L);
        for (var offset = 0; offset < StoredHour.Minutes; offset++)
        {
            if (hour.States[offset] is { } state)
            {
                var own = new Coverage();
                state.AddTo(own);
                coverage.Add(own);
                seen |= own.HasSeen ? 1L << offset : 0;
                unclosed |= state.IsClosed ? 0 : 1L << offset;
            }
        }
        _writer.ResetWrittenCount();
        StoreBytes.Write(coverage, _writer);
        file.Execute("INSERT INTO hour(start, source, seen, unclosed, coverage, minutes) VALUES($1, $2, $3, $4, $5, $6)",
            start, source, seen, unclosed, _writer.WrittenSpan.ToArray(), hour.WriteStates());
        return everybody;
    }
}
