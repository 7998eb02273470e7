namespace TrafficClassifier.Logs.Formats;

/// <summary>
/// Zeek's logs as JSON lines (LogAscii::use_json). Which log it is is told by <c>_path</c> where the writer adds it, else by the members
/// that only one log has.
/// </summary>
internal sealed class ZeekJsonFormat : LogFormat
{
    private readonly (int Start, int Length)[] _values = new (int, int)[(int)ZeekColumn.Count];
    private readonly byte[] _room = new byte[1024];

    /// <summary>The values without their escapes, one behind the other.</summary>
    private readonly byte[] _text = new byte[32 << 10];

    public override string Name => "zeek-json";

    internal override bool IsCertain => false;

    public override LineStatus Read(ReadOnlySpan<byte> line, LogRecordHandler handler)
    {
        if (line.IsEmpty || line[0] != '{')
        {
            return LineStatus.Foreign;
        }
        _values.AsSpan().Clear();
        var row = new ZeekRow(_text, _values);
        var members = new JsonMembers(line);
        var used = 0;
        while (members.TryNext())
        {
            if (members.Name.SequenceEqual("event_type"u8))
            {
                return LineStatus.Foreign; // Suricata's
            }
            var column = ZeekColumns.Of(members.Name);
            if (column == ZeekColumn.Count)
            {
                continue;
            }
            var value = members.IsString ? JsonMembers.Unescape(members.Value, _text.AsSpan(used)) : members.Value;
            if (value.Length <= _text.Length - used && !value.SequenceEqual("null"u8))
            {
                value.CopyTo(_text.AsSpan(used));
                row.Set(column, used, value.Length);
                used += value.Length;
            }
        }
        if (row[ZeekColumn.Time].IsEmpty)
        {
            return LineStatus.Foreign;
        }
        return members.IsBroken ? LineStatus.Malformed("no whole object of JSON") : row.Tell(PathOf(row), _room, handler);
    }

    private static ZeekPath PathOf(scoped in ZeekRow row)
    {
        var isConnection = !row[ZeekColumn.Client].IsEmpty;
        return !row[ZeekColumn.Path].IsEmpty ? ZeekFormat.PathOf(row[ZeekColumn.Path])
            : !row[ZeekColumn.MessageTypes].IsEmpty ? ZeekPath.Dhcp
            : !isConnection ? ZeekPath.Other
            : !row[ZeekColumn.Query].IsEmpty ? ZeekPath.Dns
            : !row[ZeekColumn.QuicConnection].IsEmpty ? ZeekPath.Quic
            : !row[ZeekColumn.ServerName].IsEmpty ? ZeekPath.Ssl
            : !row[ZeekColumn.Host].IsEmpty && !row[ZeekColumn.Method].IsEmpty ? ZeekPath.Http
            : ZeekPath.Other;
    }
}
