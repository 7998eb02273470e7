using System.Text;

namespace TrafficClassifier.Wire.Http;

/// <summary>
/// The head of an HTTP/1.x request (RFC 9112 2.1, 3): request line and header fields.
/// <code>
/// method SP request-target SP HTTP/1.x CRLF
/// *( field-name ":" OWS field-value OWS CRLF )
/// CRLF
/// </code>
/// A bare LF ends a line too (RFC 9112 2.2).
/// </summary>
public readonly ref struct HttpRequestHead : IWireView<HttpRequestHead>
{
    /// <summary>"GET / HTTP/1.0", CR and LF.</summary>
    private const int ShortestRequest = 16;
    private const int LongestMethod = 20;
    private readonly ReadOnlySpan<byte> _method;

    private HttpRequestHead(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, ReadOnlySpan<byte> hostField, bool hasHost, bool isCut)
    {
        Bytes = bytes;
        _method = method;
        Target = target;
        Host = hostField;
        HasHost = hasHost;
        IsCut = isCut;
    }

    /// <summary>What the view was read from: <see cref="TryReadCut"/> reads the same once more.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The head goes on behind the bytes that are here.</summary>
    public bool IsCut { get; }

    public ReadOnlySpan<byte> Method => _method;

    public ReadOnlySpan<byte> Target { get; }

    /// <summary>The first Host field, white space around it cut off; empty when there is none.</summary>
    public ReadOnlySpan<byte> Host { get; }

    public bool HasHost { get; }

    /// <summary>
    /// Host and port the request is for: the authority of a target in absolute form, which outranks the Host field (RFC 9112 3.2.2), or of
    /// CONNECT (3.2.3); else the Host field.
    /// </summary>
    public ReadOnlySpan<byte> Authority
    {
        get
        {
            if (_method.SequenceEqual("CONNECT"u8))
            {
                var space = Target.IndexOf((byte)' ');
                return space < 0 ? Target : Target[..space];
            }
            // A URL may also stand in the path or query of another target: "/?to=http://...".
            var scheme = Target.IndexOf("://"u8);
            if (scheme is < 1 or > 8 || !IsToken(Target[..scheme]))
            {
                return Host;
            }
            var rest = Target[(scheme + 3)..];
            var end = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
            rest = end < 0 ? rest : rest[..end];
            return rest[(rest.LastIndexOf((byte)'@') + 1)..];
        }
    }

    /// <summary><see cref="Authority"/> without its port; an IPv6 literal keeps its brackets.</summary>
    public ReadOnlySpan<byte> HostName
    {
        get
        {
            var authority = Authority;
            var bracket = authority.LastIndexOf((byte)']');
            var colon = authority[(bracket + 1)..].IndexOf((byte)':');
            return colon < 0 ? authority : authority[..(bracket + 1 + colon)];
        }
    }

    /// <summary>A quick look at the first bytes: a method of three or more capital letters and a space.</summary>
    public static bool LooksLikeRequest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ShortestRequest || !IsCapital(bytes[0]) || !IsCapital(bytes[1]) || !IsCapital(bytes[2]))
        {
            return false;
        }
        return bytes[..ShortestRequest].Contains((byte)' ') && CouldBegin(bytes);
    }

    /// <summary>As <see cref="LooksLikeRequest"/>, but nothing here contradicts it, however few bytes there are.</summary>
    public static bool CouldBegin(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < Math.Min(bytes.Length, ShortestRequest); i++)
        {
            if (bytes[i] == ' ' && i >= 3)
            {
                return true;
            }
            if (!IsCapital(bytes[i]) && (i < 3 || bytes[i] is not ((byte)'-' or (byte)'_')))
            {
                return false;
            }
        }
        return bytes.Length < ShortestRequest;
    }

    /// <summary>Whether a line came to its end that can decide whom the request is for: the request line, a Host field, the last line.</summary>
    /// <param name="bytes">The head as far as it is here.</param>
    /// <param name="at">Where the first line began that was not whole; then where it begins now.</param>
    public static bool HasNews(ReadOnlySpan<byte> bytes, ref int at)
    {
        var hasNews = false;
        for (var end = bytes[at..].IndexOf((byte)'\n'); end >= 0; end = bytes[at..].IndexOf((byte)'\n'))
        {
            var line = bytes.Slice(at, end);
            hasNews |= at == 0 || TrimCarriageReturn(line).IsEmpty || IsHost(line);
            at += end + 1;
        }
        return hasNews;
    }

    public static DecodeStatus TryRead(ReadOnlySpan<byte> bytes, out HttpRequestHead view)
    {
        var status = TryReadCut(bytes, out view);
        if (status != DecodeStatus.Ok || !view.IsCut)
        {
            return status;
        }
        view = default;
        return DecodeStatus.Truncated;
    }

    /// <summary>As <see cref="TryRead"/>, but a head that goes on in the next segment is read as far as its lines are whole.</summary>
    public static DecodeStatus TryReadCut(ReadOnlySpan<byte> bytes, out HttpRequestHead view)
    {
        view = default;
        var lineEnd = bytes.IndexOf((byte)'\n');
        var line = TrimCarriageReturn(lineEnd < 0 ? bytes : bytes[..lineEnd]);
        var methodEnd = line.IndexOf((byte)' ');
        if (methodEnd < 1 || methodEnd > LongestMethod || !IsToken(line[..methodEnd]))
        {
            return lineEnd < 0 && methodEnd < 0 && bytes.Length <= LongestMethod && IsToken(line) ? DecodeStatus.Truncated : DecodeStatus.Malformed;
        }
        if (lineEnd < 0)
        {
            return DecodeStatus.Truncated;
        }
        var targetEnd = line.LastIndexOf((byte)' ');
        var version = line[(targetEnd + 1)..];
        if (version.Length < 8 || !version.StartsWith("HTTP/1."u8))
        {
            return DecodeStatus.Malformed;
        }
        var host = ReadFields(bytes[(lineEnd + 1)..], out var hasHost, out var isCut, out var length);
        view = new HttpRequestHead(bytes[..(lineEnd + 1 + length)], line[..methodEnd], line[methodEnd..targetEnd].Trim((byte)' '), host, hasHost, isCut);
        return DecodeStatus.Ok;
    }

    private static ReadOnlySpan<byte> ReadFields(ReadOnlySpan<byte> bytes, out bool hasHost, out bool isCut, out int length)
    {
        ReadOnlySpan<byte> host = default;
        hasHost = false;
        var rest = bytes;
        while (true)
        {
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
            {
                isCut = true;
                length = bytes.Length;
                return host;
            }
            var field = TrimCarriageReturn(rest[..end]);
            if (field.IsEmpty)
            {
                isCut = false;
                length = bytes.Length - rest.Length + end + 1;
                return host;
            }
            if (!hasHost && IsHost(field))
            {
                host = field[5..].Trim(" \t"u8);
                hasHost = true;
            }
            rest = rest[(end + 1)..];
        }
    }

    private static ReadOnlySpan<byte> TrimCarriageReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;

    private static bool IsCapital(byte value) => value is >= (byte)'A' and <= (byte)'Z';

    private static bool IsHost(ReadOnlySpan<byte> field) => field.Length >= 5 && field[4] == ':' && Ascii.EqualsIgnoreCase(field[..4], "host"u8);

    private static bool IsToken(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (value is not ((>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (byte)'-' or (byte)'_'))
            {
                return false;
            }
        }
        return true;
    }

    public override string ToString() =>
        $"HTTP {Encoding.ASCII.GetString(Method)} {Target.Length} host={HasHost} {Encoding.ASCII.GetString(Host)} authority={Encoding.ASCII.GetString(Authority)} name={Encoding.ASCII.GetString(HostName)} cut={IsCut}";
}
