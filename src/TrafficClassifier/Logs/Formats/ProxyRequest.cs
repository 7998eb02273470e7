using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>A request to a proxy, as its log tells it.</summary>
internal readonly ref struct ProxyRequest
{
    public const int LongestUser = 256;

    private readonly Instant _start;
    private readonly IpAddress _client;
    private readonly ReadOnlySpan<byte> _method;
    private readonly ReadOnlySpan<byte> _url;
    private readonly Span<byte> _room;

    /// <param name="start">When it came.</param>
    /// <param name="client">From whom.</param>
    /// <param name="method">Of HTTP.</param>
    /// <param name="url">HOST:PORT of a tunnel, else with scheme.</param>
    /// <param name="room">For the user's name.</param>
    public ProxyRequest(Instant start, IpAddress client, ReadOnlySpan<byte> method, ReadOnlySpan<byte> url, Span<byte> room)
    {
        _start = start;
        _client = client;
        _method = method;
        _url = url;
        _room = room;
    }

    /// <summary>What Squid says that it did: TCP_MISS, TCP_DENIED; empty where it does not say.</summary>
    public ReadOnlySpan<byte> Result { get; init; }

    /// <summary>Of HTTP.</summary>
    public ReadOnlySpan<byte> Status { get; init; }

    /// <summary>Who, in the escapes of addresses of the web; "-" is nobody.</summary>
    public ReadOnlySpan<byte> User { get; init; }

    /// <summary>Squid writes a backslash twice, as in OFFICE\\anna.</summary>
    private ReadOnlySpan<byte> UserName()
    {
        var user = LogText.Unescape(User, (byte)'%', default, _room);
        var slash = user.IndexOf("\\\\"u8);
        if (slash < 0 || user.Length > _room.Length)
        {
            return user;
        }
        user[..slash].CopyTo(_room);
        user[(slash + 1)..].CopyTo(_room[slash..]);
        return _room[..(user.Length - 1)];
    }

    public LineStatus Tell(LogRecordHandler handler)
    {
        // 407 asks who it is: the same request comes again, with the user. UDP is what other caches ask (ICP, HTCP).
        if (Status.SequenceEqual("407"u8) || Result.StartsWith("UDP_"u8))
        {
            return LineStatus.NotOfInterest;
        }
        var isTunnel = _method.SequenceEqual("CONNECT"u8);
        var host = isTunnel ? LogName.WithoutPort(_url) : LogName.HostOf(_url);
        if (host.IsEmpty)
        {
            return LineStatus.NotOfInterest; // error:invalid-request, cache_object:, a request to the proxy itself
        }
        var kind = Result.IndexOf("DENIED"u8) >= 0 ? LogRecordKind.Refused : isTunnel ? LogRecordKind.Connect : LogRecordKind.Http;
        handler(new LogRecord(kind, _start)
        {
            Client = _client,
            Name = host,
            User = User is [(byte)'-'] ? default : UserName(),
            IsTcp = true,
        });
        return LineStatus.Record;
    }
}
