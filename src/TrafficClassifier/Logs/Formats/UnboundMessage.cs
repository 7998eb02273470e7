namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A query as Unbound tells it: with log-queries <c>info: 10.0.0.5 www.example.com. A IN</c>, with log-replies the same and behind it the
/// code, the time taken, whether from the cache, the length; with log-tag-queryreply "query:" and "reply:" for "info:". Where both are
/// told, the queries count.
/// </summary>
internal sealed class UnboundMessage
{
    private bool _hasQueries;

    /// <param name="time">Of the line.</param>
    /// <param name="text">From the severity on, or in syslog from the process and thread: <c>[12:0] info: …</c>.</param>
    /// <param name="handler">Takes the look-up.</param>
    public LineStatus Read(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        if (!text.IsEmpty && text[0] == '[')
        {
            LogText.CutWord(ref text);
        }
        if (!LogText.TryCutStart(ref text, "info: "u8) && !LogText.TryCutStart(ref text, "query: "u8) && !LogText.TryCutStart(ref text, "reply: "u8))
        {
            return LineStatus.NotOfInterest;
        }
        var client = LogText.CutWord(ref text);
        var name = LogText.CutWord(ref text);
        var type = LogText.CutWord(ref text);
        var kind = LogText.CutWord(ref text);
        if (!LogText.TryParseAddress(client, out var address) || !kind.SequenceEqual("IN"u8))
        {
            return LineStatus.NotOfInterest; // "info: start of service" and whatever else it says
        }
        _hasQueries |= text.IsEmpty;
        if (!text.IsEmpty && _hasQueries)
        {
            return LineStatus.NotOfInterest;
        }
        if (name is [(byte)'.'])
        {
            return LineStatus.NotOfInterest;
        }
        handler(new LogRecord(LogRecordKind.Lookup, time) { Client = address, ServerPort = 53, Name = name, QueryType = type });
        return LineStatus.Record;
    }
}
