namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// A file of BIND 9's own channels: the time as print-time says (yes, local: 24-Nov-2026 10:11:12.123 in local time; iso8601: without zone;
/// iso8601-utc: with Z), then, where they are printed, category and severity.
/// </summary>
internal sealed class BindFormat(LogClock clock) : LogFormat
{
    public override string Name => "bind";

    internal override bool IsCertain => false;

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        var isKnown = LogTime.TryCutDayMonth(ref text, clock, out var time); // nobody else writes it so
        if (!isKnown && !LogTime.TryCutIso(ref text, clock, out time))
        {
            return LineStatus.Foreign;
        }
        if (!LogText.TryCutStart(ref text, " "u8))
        {
            return LineStatus.Foreign;
        }
        while (true)
        {
            if (text.StartsWith("client "u8))
            {
                return BindMessage.Read(time, text, handler);
            }
            // "queries: info: ", "info: ", "queries: debug 1: ": a word, for debug with its level.
            var colon = text.IndexOf(": "u8);
            if (colon is <= 0 or > 24 || !IsPrefix(text[..colon]))
            {
                return isKnown ? LineStatus.NotOfInterest : LineStatus.Foreign;
            }
            isKnown = true;
            text = text[(colon + 2)..];
        }
    }

    private static bool IsPrefix(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("debug "u8))
        {
            return true;
        }
        foreach (var value in text)
        {
            if (!char.IsAsciiLetterLower((char)value) && value is not ((byte)'-' or (byte)'_') && !char.IsAsciiDigit((char)value))
            {
                return false;
            }
        }
        return true;
    }
}
