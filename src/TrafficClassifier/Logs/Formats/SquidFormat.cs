using TrafficClassifier.Wire.Network;

namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// Squid's access.log in its own format (https://wiki.squid-cache.org/Features/LogFormat): <c>time elapsed client code/status bytes method
/// URL user hierarchy/peer type</c>. The time is the end: the line counts at its start, which is the elapsed milliseconds before.
/// </summary>
internal sealed class SquidFormat : LogFormat
{
    private readonly byte[] _user = new byte[ProxyRequest.LongestUser];

    public override string Name => "squid";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        var word = LogText.CutWord(ref text);
        if (word.Length < 14 || word[^4] != '.' || !LogTime.TryParseUnix(word, out var end))
        {
            return LineStatus.Foreign;
        }
        word = LogText.CutWord(ref text);
        var isBefore = !word.IsEmpty && word[0] == '-'; // the clock was put back meanwhile
        if (!LogText.TryParseNumber(isBefore ? word[1..] : word, out var elapsed))
        {
            return LineStatus.Foreign;
        }
        var client = LogText.CutWord(ref text);
        var code = LogText.CutWord(ref text);
        LogText.CutWord(ref text);
        var method = LogText.CutWord(ref text);
        var url = LogText.CutWord(ref text);
        var user = LogText.CutWord(ref text);
        if (user.IsEmpty || !LogText.TryCut(ref code, (byte)'/', out var result))
        {
            return LineStatus.Malformed("expected time, elapsed, client, code/status, bytes, method, URL, user");
        }
        if (!LogText.TryParseAddress(client, out var address))
        {
            return LineStatus.Malformed("the client is no address (log_fqdn?)");
        }
        var start = new Instant(end.Nanoseconds - (isBefore ? 0 : Math.Min(elapsed, end.Nanoseconds / 1_000_000) * 1_000_000));
        return new ProxyRequest(start, address, method, url, _user) { Result = result, Status = code, User = user }.Tell(handler);
    }
}
