namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A query as named tells it (BIND 9 ARM, "logging", category queries): <c>client @0x7f… 10.0.0.5#53211 (www.example.com): view internal:
/// query: www.example.com IN A +E(0)K (10.0.0.1)</c>; older ones without the pointer and the name in brackets.
/// </summary>
internal static class BindMessage
{
    /// <param name="time">Of the line.</param>
    /// <param name="text">From the first word after date, category and severity.</param>
    /// <param name="handler">Takes the look-up.</param>
    public static LineStatus Read(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        if (!LogText.TryCutStart(ref text, "client "u8))
        {
            return LineStatus.NotOfInterest;
        }
        // Names cannot hold what leads to the query: their spaces are escaped.
        var at = text.IndexOf(": query: "u8);
        if (at < 0)
        {
            return LineStatus.NotOfInterest;
        }
        var query = text[(at + ": query: "u8.Length)..];
        var client = LogText.CutWord(ref text);
        if (!client.IsEmpty && client[0] == '@')
        {
            client = LogText.CutWord(ref text);
        }
        if (!LogText.TryCut(ref client, (byte)'#', out var address) || !LogText.TryParseAddress(address, out var ip))
        {
            return LineStatus.Malformed("expected ADDRESS#PORT behind 'client'");
        }
        var digits = client.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (!LogText.TryParsePort(digits < 0 ? client : client[..digits], out var port))
        {
            return LineStatus.Malformed("the client's port is no number up to 65535");
        }
        var name = LogText.CutWord(ref query);
        var isInternet = LogText.CutWord(ref query).SequenceEqual("IN"u8);
        var type = LogText.CutWord(ref query);
        if (type.IsEmpty)
        {
            return LineStatus.Malformed("expected NAME CLASS TYPE behind 'query:'");
        }
        if (!isInternet)
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(LogRecordKind.Lookup, time) { Client = ip, ClientPort = port, ServerPort = 53, Name = name, QueryType = type });
        return LineStatus.Record;
    }
}
