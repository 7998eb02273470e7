namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A proxy's log in the formats "common" and "combined" of web servers, as Squid writes them (<c>logformat combined</c>): <c>client ident
/// user [time] "method URL version" status bytes "referer" "agent" RESULT:HIERARCHY</c>. A web server's own log has the same form and no
/// host in its requests: it tells of no site.
/// </summary>
internal sealed class CombinedFormat(LogClock clock) : LogFormat
{
    private readonly byte[] _user = new byte[ProxyRequest.LongestUser];

    public override string Name => "combined";

    internal override bool IsCertain => false;

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        var client = LogText.CutWord(ref text);
        LogText.CutWord(ref text);
        if (!LogText.TryCut(ref text, (byte)'[', out var user))
        {
            return LineStatus.Foreign;
        }
        user = user.TrimEnd((byte)' ');
        if (user.IsEmpty || !LogTime.TryCutDayMonth(ref text, clock, out var time) || !LogText.TryCutStart(ref text, "] \""u8)
            || !LogText.TryParseAddress(client, out var address))
        {
            return LineStatus.Foreign;
        }
        var method = LogText.CutWord(ref text);
        // The request ends with the first quote: inside it stands as %22 or \".
        var end = text.IndexOf("\" "u8);
        if (end < 0)
        {
            return LineStatus.Malformed("the request does not end with a quote");
        }
        var url = text[..end];
        text = text[(end + 2)..];
        url = url.LastIndexOf((byte)' ') is >= 0 and var version ? url[..version] : url;
        var status = LogText.CutWord(ref text);
        var result = text[(text.LastIndexOf((byte)' ') + 1)..];
        return new ProxyRequest(time, address, method, url, _user) { Result = result.Contains((byte)':') ? result : default, Status = status, User = user }.Tell(handler);
    }
}
