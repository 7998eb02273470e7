namespace TrafficClassifier.Logs.Formats;

/// <summary>The names of <see cref="ZeekColumn"/> (https://docs.zeek.org/en/current/script-reference/log-files.html).</summary>
internal static class ZeekColumns
{
    /// <returns><see cref="ZeekColumn.Count"/> for others.</returns>
    public static ZeekColumn Of(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("ts"u8) => ZeekColumn.Time,
        _ when name.SequenceEqual("id.orig_h"u8) => ZeekColumn.Client,
        _ when name.SequenceEqual("id.orig_p"u8) => ZeekColumn.ClientPort,
        _ when name.SequenceEqual("id.resp_h"u8) => ZeekColumn.Server,
        _ when name.SequenceEqual("id.resp_p"u8) => ZeekColumn.ServerPort,
        _ when name.SequenceEqual("query"u8) => ZeekColumn.Query,
        _ when name.SequenceEqual("qclass"u8) => ZeekColumn.QueryClass,
        _ when name.SequenceEqual("qtype_name"u8) => ZeekColumn.QueryType,
        _ when name.SequenceEqual("answers"u8) => ZeekColumn.Answers,
        _ when name.SequenceEqual("TTLs"u8) => ZeekColumn.AnswerLives,
        _ when name.SequenceEqual("server_name"u8) => ZeekColumn.ServerName,
        _ when name.SequenceEqual("host"u8) => ZeekColumn.Host,
        _ when name.SequenceEqual("method"u8) => ZeekColumn.Method,
        _ when name.SequenceEqual("client_addr"u8) => ZeekColumn.ClientAddress,
        _ when name.SequenceEqual("assigned_addr"u8) => ZeekColumn.AssignedAddress,
        _ when name.SequenceEqual("mac"u8) => ZeekColumn.Mac,
        _ when name.SequenceEqual("host_name"u8) => ZeekColumn.HostName,
        _ when name.SequenceEqual("client_fqdn"u8) => ZeekColumn.ClientName,
        _ when name.SequenceEqual("lease_time"u8) => ZeekColumn.LeaseTime,
        _ when name.SequenceEqual("msg_types"u8) => ZeekColumn.MessageTypes,
        _ when name.SequenceEqual("_path"u8) => ZeekColumn.Path,
        _ when name.SequenceEqual("version"u8) => ZeekColumn.QuicVersion,
        _ when name.SequenceEqual("client_initial_dcid"u8) => ZeekColumn.QuicConnection,
        _ => ZeekColumn.Count,
    };
}
