using TrafficClassifier.Identity;
using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs;

/// <summary>
/// What one line of a log tells, flat: spans lie in the line or in its reader's scratch room, and are good until the reader goes on.
/// What the line does not tell is empty, unspecified or 0.
/// </summary>
public readonly ref struct LogRecord
{
    /// <summary>Of a lease: how long it runs was not told.</summary>
    public const long Untold = -1;

    public LogRecord(LogRecordKind kind, Instant time)
    {
        Kind = kind;
        Time = time;
        Seconds = Untold;
    }

    public LogRecordKind Kind { get; }

    /// <summary>When it began.</summary>
    public Instant Time { get; }

    /// <summary>Who asked or connected; of a lease or a session, the address it is of.</summary>
    public IpAddress Client { get; init; }

    public ushort ClientPort { get; init; }

    /// <summary>Whom it asked or connected to; of an <see cref="LogRecordKind.Answer"/>, the address told.</summary>
    public IpAddress Server { get; init; }

    public ushort ServerPort { get; init; }

    /// <summary>The domain as the log spells it: perhaps with capitals, a final dot, \DDD (RFC 1035 5.1).</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>RR type of a look-up, as the log spells it.</summary>
    public ReadOnlySpan<byte> QueryType { get; init; }

    /// <summary>Who it was, as he logged in.</summary>
    public ReadOnlySpan<byte> User { get; init; }

    /// <summary>The hello had an inner, encrypted one, or noise that looks like it.</summary>
    public bool IsEncryptedHello { get; init; }

    public bool IsTcp { get; init; }

    public MacAddress Mac { get; init; }

    /// <summary>DHCP client id (option 61) or DUID, as bytes.</summary>
    public ReadOnlySpan<byte> ClientId { get; init; }

    public ReadOnlySpan<byte> HostName { get; init; }

    /// <summary>Seconds that a lease or an answer lives.</summary>
    public long Seconds { get; init; }

    /// <summary>Acct-Session-Id.</summary>
    public ReadOnlySpan<byte> Session { get; init; }

    /// <summary>Whose number that is: NAS-Identifier or its address, as text.</summary>
    public ReadOnlySpan<byte> AccessServer { get; init; }

    /// <summary>Framed-IPv6-Address of a session.</summary>
    public IpAddress ClientIpv6 { get; init; }

    /// <summary>Framed-IPv6-Prefix of 64 bits of a session.</summary>
    public IpAddress Ipv6Prefix { get; init; }

    /// <summary>A DNS message, whole.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>It names a site.</summary>
    public bool IsSighting => Kind < LogRecordKind.LeaseGranted;
}
