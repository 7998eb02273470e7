namespace TrafficClassifier.Logs.Formats;

/// <summary>Kea's own log file: <c>2026-11-24 10:11:12.345 INFO  [kea-dhcp4.leases/12.0x7f…] DHCP4_LEASE_ALLOC …</c>, in local time.</summary>
internal sealed class KeaFormat(LogClock clock) : LogFormat
{
    private readonly KeaMessage _message = new();

    public override string Name => "kea";

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        var text = line;
        if (!LogTime.TryCutIso(ref text, clock, out var time) || text.Length < 12 || text[0] != ' ')
        {
            return LineStatus.Foreign;
        }
        LogText.CutWord(ref text);
        return text.StartsWith("[kea-"u8) && LogText.TryCut(ref text, (byte)']', out _) ? _message.Read(time, text, handler) : LineStatus.Foreign;
    }
}
