using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>An open file of the store and its prepared statements. For one thread at a time.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private SqliteTransaction? _transaction;

    private readonly bool _isToRead;

    private SqliteFile(string path, SqliteConnection connection, bool isToRead)
    {
        _isToRead = isToRead;
        Path = path;
        _connection = connection;
    }

    public string Path { get; }

    public SqliteConnection Connection => _connection;

    /// <summary>Opens for writing; makes the file, or brings it forward to the newest version.</summary>
    public static SqliteFile OpenOrCreate(string path, SqliteSchema schema) => Guard(path, () =>
    {
        var file = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            file.Execute("PRAGMA journal_mode = WAL");
            file.Execute("PRAGMA synchronous = FULL");
            file.Execute("PRAGMA secure_delete = " + (schema.IsSecret ? "ON" : "OFF"));
            schema.Upgrade(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Opens beside a writer, for a look.</summary>
    public static SqliteFile OpenToRead(string path, SqliteSchema schema) => Guard(path, () =>
    {
        var file = Open(path, SqliteOpenMode.ReadOnly);
        try
        {
            schema.Check(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Copies a file with its log, whoever writes to it meanwhile.</summary>
    public static void Copy(string path, string target, SqliteSchema schema) => Guard(path, () =>
    {
        File.Delete(target);
        using (var made = new FileStream(target, Created()))
        {
        }
        using var source = OpenToRead(path, schema);
        using (var copy = Open(target, SqliteOpenMode.ReadWrite))
        {
            source._connection.BackupDatabase(copy._connection);
        }
        using var stream = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        return 0;
    });

    /// <summary>Readable by its owner only.</summary>
    public static FileStreamOptions Created()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    /// <summary>Runs the work of a call; what SQLite throws becomes an error of the input or of the machine, in one line.</summary>
    public static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is 11 or 26) // SQLITE_CORRUPT, SQLITE_NOTADB
        {
            throw new InvalidDataException($"{path}: damaged, or no file of a store: restore it from a backup, or move it away", exception);
        }
        catch (SqliteException exception)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{path}: {Reason(exception)} (SQLite {exception.SqliteExtendedErrorCode})"), exception);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith('/'))
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>All of it, or nothing.</summary>
    public void Transact(Action work)
    {
        using var transaction = _connection.BeginTransaction(deferred: _isToRead);
        _transaction = transaction;
        try
        {
            work();
            transaction.Commit();
        }
        finally
        {
            _transaction = null;
        }
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    public long? Number(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() is long number ? number : null;

    public string? Text(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() as string;

    /// <summary>Rows; one reader of a statement at a time.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
        _connection.Dispose();
    }

    public static byte[] Bytes(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    private static SqliteFile Open(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 10 };
        var file = new SqliteFile(path, new SqliteConnection(settings.ToString()), mode == SqliteOpenMode.ReadOnly);
        try
        {
            file._connection.Open();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string Reason(SqliteException exception) => exception.SqliteErrorCode switch
    {
        13 => "the disk is full", // SQLITE_FULL
        8 => "the disk or the file is read-only", // SQLITE_READONLY
        10 => "the disk failed, or is full", // SQLITE_IOERR
        5 or 6 => "another process uses it", // SQLITE_BUSY, SQLITE_LOCKED
        14 => "cannot be opened", // SQLITE_CANTOPEN
        _ => exception.Message.Split('\n')[0],
    };

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (i + 1).ToString(CultureInfo.InvariantCulture) });
            }
            _commands.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
        command.Transaction = _transaction;
        return command;
    }
}
