using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrafficClassifier.Identity;

namespace TrafficClassifier.Storage.Sqlite;

/// <summary>
/// Who the numbers are: the only file with names in it, readable by its owner only. Persons are kept by their id of the directory, devices
/// and addresses as a keyed hash: enough to know them again, not to tell them. A number is given once, also after its owner is forgotten.
/// </summary>
internal sealed class PeopleFile : IDisposable
{
    private const int HashBytes = 16;
    private readonly SqliteFile _file;
    private readonly byte[] _secret;

    private PeopleFile(SqliteFile file)
    {
        _file = file;
        var secret = file.Text("SELECT value FROM setting WHERE name = 'secret'");
        if (secret is null)
        {
            secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            file.Execute("INSERT INTO setting(name, value) VALUES('secret', $1)", secret);
        }
        _secret = Encoding.ASCII.GetBytes(secret);
    }

    public SqliteFile File => _file;

    public static PeopleFile Open(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            using var made = new FileStream(path, SqliteFile.Created()); // SQLite gives its logs the rights of the file
        }
        var file = SqliteFile.OpenOrCreate(path, SqliteSchema.People);
        try
        {
            return SqliteFile.Guard(path, () => new PeopleFile(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Durable before it returns: counts never speak of a number that could be given again.</summary>
    /// <param name="subjects">Whose numbers.</param>
    /// <param name="lowest">The lowest that is new: counts may know more numbers than people, from a backup of another day.</param>
    public IReadOnlyList<SubjectId> Number(IReadOnlyList<SubjectKey> subjects, int lowest)
    {
        var numbers = new SubjectId[subjects.Count];
        _file.Transact(() =>
        {
            var text = _file.Text("SELECT value FROM setting WHERE name = 'next'");
            var next = Math.Max(lowest, text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture));
            var first = next;
            for (var i = 0; i < numbers.Length; i++)
            {
                var (kind, key) = ((int)subjects[i].Kind, KeyOf(subjects[i]));
                if (_file.Number("SELECT id FROM subject WHERE kind = $1 AND key = $2", kind, key) is { } known)
                {
                    numbers[i] = new SubjectId((int)known);
                    continue;
                }
                numbers[i] = new SubjectId(next);
                _file.Execute("INSERT INTO subject(id, kind, key, seen) VALUES($1, $2, $3, 0)", next++, kind, key);
            }
            if (next > first)
            {
                _file.Execute("INSERT OR REPLACE INTO setting(name, value) VALUES('next', $1)", next.ToString(CultureInfo.InvariantCulture));
            }
        });
        return numbers;
    }

    /// <summary>Removes a person's name and link for ever.</summary>
    /// <returns>False when there is no such person.</returns>
    public bool Forget(string staff)
    {
        var isKnown = _file.Execute("DELETE FROM subject WHERE kind = 0 AND key = $1", staff) > 0;
        Scrub();
        return isKnown;
    }

    /// <summary>Remembers the day on which subjects were last counted.</summary>
    public void Touch(IEnumerable<int> subjects, long day) => _file.Transact(() =>
    {
        foreach (var subject in subjects)
        {
            _file.Execute("UPDATE subject SET seen = $2 WHERE id = $1 AND seen < $2", subject, day);
        }
    });

    /// <summary>Forgets who was counted, but not since a day.</summary>
    /// <param name="day">Local day number.</param>
    /// <param name="isListed">Whom the directory still has.</param>
    public void ForgetBefore(long day, Func<long, bool> isListed)
    {
        List<long> old = [];
        using (var rows = _file.Query("SELECT id FROM subject WHERE seen > 0 AND seen < $1", day))
        {
            while (rows.Read())
            {
                old.Add(rows.GetInt64(0));
            }
        }
        old.RemoveAll(isListed.Invoke);
        if (old.Count > 0)
        {
            _file.Transact(() => old.ForEach(id => _file.Execute("DELETE FROM subject WHERE id = $1", id)));
            Scrub();
        }
    }

    public long? Find(string staff) => _file.Number("SELECT id FROM subject WHERE kind = 0 AND key = $1", staff);

    public void Dispose() => _file.Dispose();

    /// <summary>What was deleted is overwritten in the file; the log still has it until it is emptied.</summary>
    private void Scrub()
    {
        using var rows = _file.Query("PRAGMA wal_checkpoint(TRUNCATE)");
        rows.Read();
    }

    private string KeyOf(SubjectKey subject) => subject.Kind == SubjectKind.Staff ? subject.Text
        : Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(subject.Text)).AsSpan(0, HashBytes));
}
