using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// The answer to one question as it changes. Each row knows the version in which it changed last, so that a subscriber is a number: however
/// slow, it costs nothing to keep, and gets each row that changed since once, as it is now.
/// </summary>
/// <param name="ask">Reads the store, for all subscribers.</param>
/// <param name="leastMove">Figures that moved by less stay as they were told.</param>
internal sealed class UsageFeed(Func<CancellationToken, Task<Statement>> ask, int leastMove)
{
    /// <summary>The daemon makes what it counted durable twice a second.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan _forgotten = TimeSpan.FromMinutes(5);

    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly Lock _gate = new();
    private readonly Dictionary<RowKey, (V1.Row Row, long Version)> _rows = [];
    private TaskCompletionSource _changed = NewSignal();
    private Task _look = Task.CompletedTask;
    private V1.Coverage _coverage = new();
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private long _version;

    /// <summary>Ends when something changes.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Nobody has looked for long.</summary>
    public bool IsForgotten => DateTimeOffset.UtcNow - _lookedAt > _forgotten;

    /// <summary>Reads the store, unless somebody has just done so, or does: who gives up waiting disturbs no other.</summary>
    public Task Look(CancellationToken stop)
    {
        lock (_gate)
        {
            if (_look.IsCompleted && DateTimeOffset.UtcNow - _lookedAt >= Beat)
            {
                _look = Read();
            }
            return _look.WaitAsync(stop);
        }
    }

    /// <returns>-1: nothing was seen that is still known.</returns>
    public long VersionOf(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 2 && parts[0] == _id && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version <= _version ? version : -1;
    }

    /// <returns>Null: nothing changed since.</returns>
    public V1.WatchUsageResponse? Since(long version)
    {
        lock (_gate)
        {
            if (version == _version)
            {
                return null;
            }
            var message = new V1.WatchUsageResponse
            {
                State = version < 0,
                Time = Timestamp.FromDateTimeOffset(_lookedAt),
                ResumeToken = string.Create(CultureInfo.InvariantCulture, $"{_id}.{_version}"),
                Coverage = _coverage,
                Conflated = version < 0 ? 0 : _version - version - 1,
            };
            message.Rows.AddRange(_rows.Values.Where(row => row.Version > version && (version >= 0 || row.Row.Figure.Suppressed || row.Row.Figure.Count > 0)).Select(row => row.Row));
            return message;
        }
    }

    private async Task Read() => Take(await ask(CancellationToken.None).ConfigureAwait(false));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(Statement statement)
    {
        lock (_gate)
        {
            _lookedAt = DateTimeOffset.UtcNow;
            var next = _version + 1;
            var hasChanged = _version == 0;
            var rows = statement.Rows.ToDictionary(row => row.Key, row => row);
            foreach (var (key, row) in rows)
            {
                var message = Messages.Of(row);
                if (!_rows.TryGetValue(key, out var known) || HasMoved(known.Row.Figure, message.Figure))
                {
                    _rows[key] = (message, next);
                    hasChanged = true;
                }
            }
            // A day or a stretch has gone by: what is not there any more is zero.
            foreach (var (key, known) in _rows.Where(pair => !rows.ContainsKey(pair.Key) && (pair.Value.Row.Figure.Suppressed || pair.Value.Row.Figure.Count > 0)).ToList())
            {
                _rows[key] = (new V1.Row(known.Row) { Figure = new V1.Figure { Count = 0 } }, next);
                hasChanged = true;
            }
            if (hasChanged)
            {
                _version = next;
                _coverage = Messages.Of(statement.Coverage);
                _changed.SetResult();
                _changed = NewSignal();
            }
        }
    }

    private bool HasMoved(V1.Figure from, V1.Figure to) => !from.Equals(to) && (from.Suppressed || to.Suppressed || Math.Abs(from.Count - to.Count) >= leastMove);
}
