using TrafficClassifier.Identity;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>
/// A store in a folder: <c>counts.db</c> with numbers only, <c>people.db</c> with who they are, readable by its owner only, and
/// <c>lock</c>, held by the one process that writes. SQLite in WAL mode with <c>synchronous=FULL</c>: what is written survives kills and
/// power loss.
/// </summary>
public sealed class SqliteStore : IUsageStore
{
    internal const string CountsName = "counts.db";
    internal const string PeopleName = "people.db";
    private const string LockName = "lock";

    private readonly FileStream? _lock;
    private readonly SqliteFile _counts;
    private readonly PeopleFile _people;
    private readonly MinuteLog _log;
    private readonly HourFold _fold;
    private readonly TermsTable _terms;
    private readonly RetainedSpans _retained;
    private readonly Dictionary<StoreSource, int> _sources = [];
    private readonly List<SubjectKind> _kinds;
    private HourGrid _grid;

    private SqliteStore(string folder, FileStream fileLock)
    {
        Folder = folder;
        _lock = fileLock;
        _counts = SqliteFile.OpenOrCreate(CountsPath, SqliteSchema.Counts);
        try
        {
            _people = PeopleFile.Open(System.IO.Path.Combine(folder, PeopleName));
            _log = new MinuteLog(_counts);
            _fold = new HourFold(_counts, _log);
            _terms = new TermsTable(_counts);
            _retained = new RetainedSpans(_counts, _people, _terms);
            _grid = SqliteFile.Guard(CountsPath, () => _terms.Grid);
            _kinds = SqliteFile.Guard(CountsPath, _terms.ReadKinds);
        }
        catch
        {
            _people?.Dispose();
            _counts.Dispose();
            throw;
        }
    }

    public string Folder { get; }

    private string CountsPath => System.IO.Path.Combine(Folder, CountsName);

    /// <summary>Opens a store for writing and reading; makes it where there is none.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another process writes to it.</exception>
    /// <exception cref="InvalidDataException">It holds something else, is damaged, or of a newer version.</exception>
    public static SqliteStore Open(string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        RefuseOld(folder);
        var path = System.IO.Path.Combine(folder, LockName);
        FileStream fileLock;
        try
        {
            fileLock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"{folder}: another process writes to this store: stop it, or name another folder", exception);
        }
        try
        {
            return new SqliteStore(folder, fileLock);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>A look at a store, also while a process writes to it.</summary>
    /// <exception cref="IOException">There is no store, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer version.</exception>
    public static SqliteLook Look(string folder)
    {
        RefuseOld(folder);
        return new SqliteLook(SqliteFile.OpenToRead(PathOf(folder, CountsName), SqliteSchema.Counts));
    }

    public long Begin(StoreSource source) => InCounts(() =>
    {
        var attempt = 0L;
        _counts.Transact(() =>
        {
            _counts.Execute("INSERT INTO source(appliance, incarnation, attempt) VALUES($1, $2, 1) ON CONFLICT(appliance, incarnation) DO UPDATE SET attempt = attempt + 1",
                source.Appliance, source.Incarnation);
            attempt = _counts.Number("SELECT attempt FROM source WHERE appliance = $1 AND incarnation = $2", source.Appliance, source.Incarnation)!.Value;
        });
        return attempt << 40;
    });

    public StoreNumbers Describe(StoreTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var staff = Number([.. (terms.Directory?.Staff ?? []).Select(id => new SubjectKey(SubjectKind.Staff, id))]);
        return InCounts(() =>
        {
            StoreNumbers? numbers = null;
            _counts.Transact(() => numbers = new StoreNumbers(_terms.Write(terms, staff), staff));
            _grid = _terms.Grid;
            return numbers!;
        });
    }

    public IReadOnlyList<SubjectId> Number(IReadOnlyList<SubjectKey> subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var numbers = SqliteFile.Guard(_people.File.Path, () => _people.Number(subjects, _kinds.Count));
        return InCounts(() =>
        {
            var known = _kinds.Count;
            _counts.Transact(() =>
            {
                for (var i = 0; i < numbers.Count; i++)
                {
                    if (numbers[i].Value >= known || _kinds[numbers[i].Value] == SubjectKind.Shared)
                    {
                        _counts.Execute("INSERT OR IGNORE INTO subject(id, kind) VALUES($1, $2)", numbers[i].Value, (int)subjects[i].Kind);
                    }
                }
            });
            for (var i = 0; i < numbers.Count; i++)
            {
                while (_kinds.Count <= numbers[i].Value)
                {
                    _kinds.Add(SubjectKind.Shared);
                }
                _kinds[numbers[i].Value] = subjects[i].Kind;
            }
            return numbers;
        });
    }

    public void Write(StoreBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        InCounts(() =>
        {
            var source = SourceOf(batch.Source);
            var from = _terms.MinutesFrom;
            _counts.Transact(() =>
            {
                foreach (var delivery in batch.Buckets)
                {
                    _log.Write(source, delivery, _grid, from);
                }
                foreach (var (input, position) in batch.Positions)
                {
                    _counts.Execute("INSERT OR REPLACE INTO position(source, input, position) VALUES($1, $2, $3)", source, input, position);
                }
                _counts.Execute("UPDATE source SET evictions = $2, input_errors = $3 WHERE id = $1", source, batch.Evictions, batch.InputErrors);
            });
            return 0;
        });
    }

    public void End(StoreSource source, long first) => InCounts(() =>
    {
        _fold.Drop(SourceOf(source), first, _kinds.Count);
        return 0;
    });

    public BucketDelivery? Find(StoreSource source, long minute) => InCounts<BucketDelivery?>(() =>
    {
        var start = _grid.HourOf(minute);
        if (!_log.Load(start).TryGetValue(SourceOf(source), out var hour) || hour.States[minute - start] is not { } state)
        {
            return null;
        }
        var bucket = new UsageBucket { Minute = minute };
        hour.AddTo(bucket, (int)(minute - start), _kinds.Count);
        return new BucketDelivery(state.Sequence, state.IsClosed, bucket);
    });

    public IReadOnlyList<InputPosition> Positions(StoreSource source) => InCounts(() =>
    {
        List<InputPosition> positions = [];
        using var rows = _counts.Query("""
            SELECT input, max(position) FROM position JOIN source ON source.id = position.source
            WHERE appliance = $1 AND ($2 = '' OR incarnation = $2) GROUP BY input ORDER BY input
            """, source.Appliance, source.Incarnation);
        while (rows.Read())
        {
            positions.Add(new InputPosition(rows.GetString(0), rows.GetInt64(1)));
        }
        return positions;
    });

    public int Fold(long before, int limit) => InCounts(() =>
    {
        var folded = 0;
        foreach (var hour in _log.Hours(_grid).Where(hour => hour + StoredHour.Minutes <= before).Take(limit))
        {
            _retained.Touch(_fold.Fold(hour, _kinds.Count), hour);
            folded++;
        }
        return folded;
    });

    public void Apply(Retention retention, Instant now)
    {
        ArgumentNullException.ThrowIfNull(retention);
        Fold(now.Minute - ((retention.Minutes ?? int.MaxValue) * (long)Calendar.MinutesPerDay), int.MaxValue);
        InCounts(() =>
        {
            _retained.Apply(retention, now, _grid);
            return 0;
        });
    }

    public StoreDescription Read()
    {
        using var look = Look(Folder);
        return look.Read();
    }

    public void Read(StoreWindow window, IBucketSink sink)
    {
        using var look = Look(Folder);
        look.Read(window, sink);
    }

    /// <summary>Removes a person's name and links; the number is never given again, and past counts do not change.</summary>
    /// <param name="folder">Of a store, also while a process writes to it.</param>
    /// <param name="staff">The person's id in the directory.</param>
    /// <exception cref="InvalidDataException">The newest directory still has the person: he would come back under another number, and be counted twice.</exception>
    /// <returns>False when there is no such person.</returns>
    public static bool Forget(string folder, string staff)
    {
        using var counts = SqliteFile.OpenToRead(PathOf(folder, CountsName), SqliteSchema.Counts);
        using var people = PeopleFile.Open(PathOf(folder, PeopleName));
        return SqliteFile.Guard(people.File.Path, () =>
        {
            if (people.Find(staff) is { } id && new TermsTable(counts).IsListed(id))
            {
                throw new InvalidDataException($"{staff} is still in the staff directory: take the person out of it, let it be read again (traffic run, traffic replay), then forget");
            }
            return people.Forget(staff);
        });
    }

    /// <summary>The ids of persons in the directory; empty for those forgotten.</summary>
    /// <param name="folder">Of a store, also while a process writes to it.</param>
    public static IReadOnlyList<string> NamesOf(string folder, IReadOnlyList<SubjectId> persons)
    {
        ArgumentNullException.ThrowIfNull(persons);
        using var people = SqliteFile.OpenToRead(PathOf(folder, PeopleName), SqliteSchema.People);
        return SqliteFile.Guard(people.Path, () => persons.Select(id => people.Text("SELECT key FROM subject WHERE kind = 0 AND id = $1", id.Value) ?? "").ToList());
    }

    /// <summary>Copies a store as it is, also while a process writes to it.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="target">A folder without a store; made when it is not there.</param>
    public static void Copy(string folder, string target)
    {
        System.IO.Directory.CreateDirectory(target);
        if (File.Exists(System.IO.Path.Combine(target, CountsName)) || File.Exists(System.IO.Path.Combine(target, PeopleName)))
        {
            throw new IOException($"{target} holds a store already: name another folder");
        }
        // Counts first: numbers that people give meanwhile are only not used yet. Under their names last of all: a copy is whole or none.
        SqliteFile.Copy(PathOf(folder, CountsName), System.IO.Path.Combine(target, CountsName + ".part"), SqliteSchema.Counts);
        SqliteFile.Copy(PathOf(folder, PeopleName), System.IO.Path.Combine(target, PeopleName + ".part"), SqliteSchema.People);
        File.Move(System.IO.Path.Combine(target, PeopleName + ".part"), System.IO.Path.Combine(target, PeopleName));
        File.Move(System.IO.Path.Combine(target, CountsName + ".part"), System.IO.Path.Combine(target, CountsName));
    }

    public void Dispose()
    {
        _people.Dispose();
        _counts.Dispose();
        _lock?.Dispose();
    }

    private static string PathOf(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new IOException($"{folder} holds no store: make one with traffic replay --store {folder}");
    }

    private static void RefuseOld(string folder)
    {
        if (File.Exists(System.IO.Path.Combine(folder, "store.json")) || File.Exists(System.IO.Path.Combine(folder, "buckets.bin")))
        {
            throw new InvalidDataException($"{folder} holds a store of an earlier program (store.json, buckets.bin): replay its captures with --store into another folder, then delete it");
        }
    }

    private int SourceOf(StoreSource source)
    {
        if (!_sources.TryGetValue(source, out var id))
        {
            id = (int)(_counts.Number("SELECT id FROM source WHERE appliance = $1 AND incarnation = $2", source.Appliance, source.Incarnation)
                ?? throw new InvalidOperationException($"{source} has not begun"));
            _sources.Add(source, id);
        }
        return id;
    }

    private T InCounts<T>(Func<T> work) => SqliteFile.Guard(CountsPath, work);
}
