namespace TrafficClassifier.Logs.Formats;

/// <summary>Unbound's own logfile: <c>[1764000000] unbound[12:0] info: …</c>, with log-time-ascii <c>Nov 24 10:11:12 unbound[12:0] info: …</c>.</summary>
internal sealed class UnboundFormat(LogClock clock) : LogFormat
{
    private readonly UnboundMessage _message = new();

    public override string Name => "unbound";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        Instant time;
        if (LogText.TryCutStart(ref text, "["u8))
        {
            if (!LogText.TryCut(ref text, (byte)']', out var seconds) || !LogTime.TryParseUnix(seconds, out time))
            {
                return LineStatus.Foreign;
            }
        }
        else if (!LogTime.TryCutMonthDay(ref text, clock, out time) && !LogTime.TryCutIso(ref text, clock, out time))
        {
            return LineStatus.Foreign;
        }
        return LogText.TryCutStart(ref text, " unbound["u8) && LogText.TryCut(ref text, (byte)']', out _) && LogText.TryCutStart(ref text, " "u8)
            ? _message.Read(time, text, handler)
            : LineStatus.Foreign;
    }
}
