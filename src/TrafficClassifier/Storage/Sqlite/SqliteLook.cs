using TrafficClassifier.Usage;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>A store as it was when it was opened, beside whoever writes to it. For one thread at a time.</summary>
public sealed class SqliteLook : IDisposable
{
    private readonly SqliteFile _file;
    private readonly TermsTable _terms;

    internal SqliteLook(SqliteFile file)
    {
        _file = file;
        _terms = new TermsTable(file);
    }

    public StoreDescription Read() => InOne(_terms.Read);

    public void Read(StoreWindow window, IBucketSink sink) => InOne(() =>
    {
        var sites = (int)(_file.Number("SELECT count(*) FROM site") ?? 0);
        new WindowReader(_file, _terms, _terms.ReadKinds().Count, sites).Read(window, sink);
        return 0;
    });

    public void Dispose() => _file.Dispose();

    /// <summary>All of a question sees the same moment.</summary>
    private T InOne<T>(Func<T> work) => SqliteFile.Guard(_file.Path, () =>
    {
        T? result = default;
        _file.Transact(() => result = work());
        return result!;
    });
}
