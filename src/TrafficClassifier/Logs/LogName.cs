using TrafficClassifier.Wire;

namespace TrafficClassifier.Logs;

/// <summary>The one spelling of host names (as <see cref="Sightings.Names.SightedName"/>), from how logs spell them.</summary>
internal static class LogName
{
    /// <summary>
    /// Lower case without a final dot. Resolvers' logs write what is unusual as \DDD or behind a backslash (RFC 1035 5.1): that is taken back
    /// first, so that a name is spelled as if it had been read off the wire.
    /// </summary>
    /// <returns>The bytes written; what does not fit is left out.</returns>
    public static int Format(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var at = 0;
        while (!name.IsEmpty)
        {
            var plain = name.IndexOf((byte)'\\');
            if (plain < 0)
            {
                WireText.TryAppend(name, destination, ref at);
                break;
            }
            WireText.TryAppend(name[..plain], destination, ref at);
            name = name[plain..];
            var length = name.Length >= 4 && LogTime.TryDigits(name.Slice(1, 3), out var code) && code <= 255 ? 4 : Math.Min(2, name.Length);
            var value = length == 4 ? (byte)(((name[1] - '0') * 100) + ((name[2] - '0') * 10) + (name[3] - '0')) : name[length - 1];
            if (!WireText.TryAppend([value], destination, ref at, escapeDots: true))
            {
                break;
            }
            name = name[length..];
        }
        return at > 1 && destination[at - 1] == '.' ? at - 1 : at;
    }

    /// <summary>The host of HOST:PORT or [V6]:PORT.</summary>
    public static ReadOnlySpan<byte> WithoutPort(ReadOnlySpan<byte> authority)
    {
        if (!authority.IsEmpty && authority[0] == '[')
        {
            var end = authority.IndexOf((byte)']');
            return end < 0 ? authority[1..] : authority[1..end];
        }
        var colon = authority.LastIndexOf((byte)':');
        return colon >= 0 && authority.IndexOf((byte)':') == colon ? authority[..colon] : authority;
    }

    /// <summary>The host of SCHEME://[USER@]HOST[:PORT]/PATH; empty where the text has no authority.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> url)
    {
        var scheme = url.IndexOf("://"u8);
        if (scheme is <= 0 or > 10)
        {
            return default;
        }
        url = url[(scheme + 3)..];
        var end = url.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        url = end < 0 ? url : url[..end];
        return WithoutPort(url[(url.LastIndexOf((byte)'@') + 1)..]);
    }
}
