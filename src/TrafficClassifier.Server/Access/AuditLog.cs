using System.Text.Json;

namespace TrafficClassifier.Server.Access;

/// <summary>
/// Who asked what, when and why: a line of JSON for each query, names or not, appended before its answer leaves. What cannot be logged is
/// not answered.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    private readonly object _gate = new();
    private readonly FileStream? _file;

    private AuditLog(FileStream? file) => _file = file;

    /// <summary>For tests and for whoever asked for none.</summary>
    public static AuditLog None { get; } = new(null);

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static AuditLog Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new AuditLog(new FileStream(path, options));
    }

    /// <param name="caller">Null: nobody was believed.</param>
    /// <param name="request">As JSON.</param>
    /// <param name="outcome">The status code.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(Caller? caller, string peer, string method, string request, string outcome, TimeSpan took)
    {
        if (_file is null)
        {
            return;
        }
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.UtcNow);
            json.WriteString("who", caller?.Name);
            json.WriteString("role", caller?.Role.ToString().ToLowerInvariant());
            json.WriteString("peer", peer);
            json.WriteString("method", method);
            json.WritePropertyName("request");
            json.WriteRawValue(request.Length is > 0 and <= MostBytes ? request : "{}");
            if (request.Length > MostBytes)
            {
                json.WriteString("request_begins", request[..MostBytes]);
            }
            json.WriteString("outcome", outcome);
            json.WriteNumber("milliseconds", (long)took.TotalMilliseconds);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        lock (_gate)
        {
            _file.Write(line.GetBuffer(), 0, (int)line.Length);
        }
    }

    private const int MostBytes = 16 * 1024;

    public void Dispose() => _file?.Dispose();
}
