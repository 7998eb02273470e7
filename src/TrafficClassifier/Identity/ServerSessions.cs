namespace TrafficClassifier.Identity;

/// <summary>The running sessions of each access server, so that its restart costs no more than the sessions that it ends.</summary>
internal sealed class ServerSessions
{
    public const int None = -1;
    private readonly Dictionary<byte[], int> _first = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly int[] _next;
    private readonly int[] _previous;

    public ServerSessions(int capacity)
    {
        _lookup = _first.GetAlternateLookup<ReadOnlySpan<byte>>();
        _next = new int[capacity];
        _previous = new int[capacity];
    }

    /// <summary>A session's number is its access server's own (RFC 2866 5.5).</summary>
    public static int Key(ReadOnlySpan<byte> server, ReadOnlySpan<byte> number, Span<byte> destination)
    {
        destination[0] = (byte)server.Length;
        server.CopyTo(destination[1..]);
        number.CopyTo(destination[(1 + server.Length)..]);
        return 1 + server.Length + number.Length;
    }

    /// <summary>The part of the key that is the server's, with its length; empty where the server did not say who it is.</summary>
    public static ReadOnlySpan<byte> ServerOf(ReadOnlySpan<byte> key) =>
        key.IsEmpty || key[0] == 0 ? default : key[..Math.Min(1 + key[0], key.Length)];

    public int First(ReadOnlySpan<byte> server) => _lookup.TryGetValue(server, out var first) ? first : None;

    public int Next(int at) => _next[at];

    public void Add(ReadOnlySpan<byte> server, int at)
    {
        var first = First(server);
        (_previous[at], _next[at]) = (None, first);
        if (first >= 0)
        {
            _previous[first] = at;
        }
        _lookup[server] = at;
    }

    public void Remove(ReadOnlySpan<byte> server, int at)
    {
        var (previous, next) = (_previous[at], _next[at]);
        if (next >= 0)
        {
            _previous[next] = previous;
        }
        if (previous >= 0)
        {
            _next[previous] = next;
        }
        else if (next >= 0)
        {
            _lookup[server] = next;
        }
        else
        {
            _lookup.Remove(server);
        }
    }
}
