namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A query as dnsmasq tells it with --log-queries: <c>query[A] www.example.com from 10.0.0.5</c>, with =extra behind a number and
/// ADDRESS/PORT. Answers are told without the client and of the last alias only: they are of no interest.
/// </summary>
internal static class DnsmasqMessage
{
    public static LineStatus Read(Instant time, ReadOnlySpan<byte> text, LogRecordHandler handler)
    {
        ushort port = 0;
        if (!text.StartsWith("query["u8))
        {
            var number = LogText.CutWord(ref text);
            var client = LogText.CutWord(ref text);
            var slash = client.LastIndexOf((byte)'/');
            if (slash < 0 || !LogText.TryParseNumber(number, out _) || !text.StartsWith("query["u8))
            {
                return LineStatus.NotOfInterest;
            }
            port = LogText.PortOf(client[(slash + 1)..]);
        }
        text = text["query["u8.Length..];
        if (!LogText.TryCut(ref text, (byte)']', out var type) || !LogText.TryCutStart(ref text, " "u8))
        {
            return LineStatus.Malformed("expected query[TYPE] NAME from ADDRESS");
        }
        var from = text.LastIndexOf(" from "u8);
        if (from < 0 || !LogText.TryParseAddress(text[(from + " from "u8.Length)..].TrimEnd((byte)' '), out var address))
        {
            return LineStatus.Malformed("expected query[TYPE] NAME from ADDRESS");
        }
        if (from <= 0 || text[0] == '<')
        {
            return LineStatus.NotOfInterest; // the root; "<name unprintable>"
        }
        handler(new LogRecord(LogRecordKind.Lookup, time) { Client = address, ClientPort = port, ServerPort = 53, Name = text[..from], QueryType = type });
        return LineStatus.Record;
    }
}
