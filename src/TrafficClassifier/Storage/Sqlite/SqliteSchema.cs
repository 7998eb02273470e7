using System.Globalization;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>The tables of a file, as the steps that lead from each version to the next: what was released is never changed, only added to.</summary>
internal sealed class SqliteSchema
{
    private readonly string _what;
    private readonly int _applicationId;
    private readonly string[] _steps;

    private SqliteSchema(string what, int applicationId, bool isSecret, params string[] steps)
    {
        _what = what;
        _applicationId = applicationId;
        IsSecret = isSecret;
        _steps = steps;
    }

    /// <summary>What is deleted is overwritten.</summary>
    public bool IsSecret { get; }

    public int Version => _steps.Length;

    /// <summary>Counts: numbers only.</summary>
    public static SqliteSchema Counts { get; } = new("counts", 0x54724331, false,
        """
        CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE site(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category TEXT NOT NULL);
        CREATE TABLE department(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        CREATE TABLE subject(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL);
        CREATE TABLE membership(subject INTEGER NOT NULL, department INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY(subject, department, first, last)) WITHOUT ROWID;
        CREATE TABLE source(id INTEGER PRIMARY KEY, appliance TEXT NOT NULL, incarnation TEXT NOT NULL, attempt INTEGER NOT NULL,
            evictions INTEGER NOT NULL DEFAULT 0, input_errors INTEGER NOT NULL DEFAULT 0, UNIQUE(appliance, incarnation));
        CREATE TABLE position(source INTEGER NOT NULL, input TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(source, input)) WITHOUT ROWID;
        CREATE TABLE minute(minute INTEGER NOT NULL, source INTEGER NOT NULL, sequence INTEGER NOT NULL, closed INTEGER NOT NULL,
            coverage BLOB NOT NULL, cells BLOB NOT NULL, PRIMARY KEY(minute, source));
        CREATE TABLE hour(start INTEGER NOT NULL, source INTEGER NOT NULL, seen INTEGER NOT NULL, unclosed INTEGER NOT NULL,
            coverage BLOB NOT NULL, minutes BLOB NOT NULL, PRIMARY KEY(start, source));
        CREATE TABLE hour_cell(start INTEGER NOT NULL, key INTEGER NOT NULL, source INTEGER NOT NULL, total BLOB NOT NULL, minutes BLOB NOT NULL,
            PRIMARY KEY(start, key, source));
        """,
        """
        CREATE TABLE day(day INTEGER PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL, seen BLOB NOT NULL, unclosed INTEGER NOT NULL, coverage BLOB NOT NULL);
        CREATE TABLE day_cell(day INTEGER NOT NULL, key INTEGER NOT NULL, total BLOB NOT NULL, PRIMARY KEY(day, key));
        """,
        """
        CREATE TABLE domain(name TEXT PRIMARY KEY, site INTEGER NOT NULL, role INTEGER NOT NULL) WITHOUT ROWID;
        """);

    /// <summary>Who the numbers are.</summary>
    public static SqliteSchema People { get; } = new("people", 0x54725031, true,
        """
        CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE subject(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key TEXT NOT NULL, seen INTEGER NOT NULL, UNIQUE(kind, key));
        """);

    /// <exception cref="InvalidDataException">Of something else, or newer.</exception>
    public void Check(SqliteFile file)
    {
        if (Find(file) < Version)
        {
            throw new InvalidDataException($"{file.Path}: written by an earlier version of this program: open it once for writing (traffic replay --store or traffic run), which brings it forward");
        }
    }

    /// <exception cref="InvalidDataException">Of something else, or newer.</exception>
    public void Upgrade(SqliteFile file) => Upgrade(file, Version);

    internal void Upgrade(SqliteFile file, int to)
    {
        for (var version = Find(file); version < to; version++)
        {
            // Each step whole or not at all: a kill leaves one version or the other.
            file.Transact(() =>
            {
                file.Execute(_steps[version]);
                file.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {_applicationId}"));
                file.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
            });
        }
    }

    private int Find(SqliteFile file)
    {
        var version = file.Number("PRAGMA user_version") ?? 0;
        var application = file.Number("PRAGMA application_id") ?? 0;
        var isEmpty = file.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (isEmpty && version == 0)
        {
            return 0;
        }
        if (application != _applicationId)
        {
            throw new InvalidDataException($"{file.Path}: holds something else than the {_what} of a store");
        }
        return version <= Version ? (int)version
            : throw new InvalidDataException($"{file.Path}: written by a newer version of this program (store version {version}, this one reads up to {Version}): install that one");
    }
}
