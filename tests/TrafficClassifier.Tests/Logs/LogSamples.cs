using System.Globalization;
using System.Text;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;

namespace TrafficClassifier.Tests.Logs;

/// <summary>The samples under tests/fixtures/logs: most were written by the real servers, see the README there.</summary>
internal static class LogSamples
{
    public static readonly LogOptions Options = new() { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), Year = 2026 };

    private static string Folder { get; } = Path.Combine(Repository.Root, "tests", "fixtures", "logs");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!)
        .Where(name => name is not ("README.md" or "make.sh")).Order(StringComparer.Ordinal);

    public static string File(string name) => Path.Combine(Folder, name);

    /// <summary>The lines of a sample, split by nothing of the product's.</summary>
    public static List<byte[]> Lines(string name)
    {
        List<byte[]> lines = [];
        var bytes = System.IO.File.ReadAllBytes(File(name));
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end;
            lines.Add(bytes[start..(end > start && bytes[end - 1] == '\r' ? end - 1 : end)]);
            start = end + 1;
        }
        return lines;
    }

    public static LogFormats NewFormats() => new(new LogClock(Options.Zone, Instant.MaxValue, Options.Year));

    /// <summary>One line a record: kind, time, client, and what else it tells.</summary>
    public static string Text(scoped in LogRecord record)
    {
        var text = new StringBuilder();
        text.Append(record.Kind).Append(' ').Append(record.Time.ToDateTime().ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture)).Append(' ').Append(record.Client);
        Add("port", record.ClientPort == 0 ? "" : record.ClientPort.ToString(CultureInfo.InvariantCulture));
        Add("server", record.Server == default ? "" : record.Server.ToString());
        Add("name", Encoding.Latin1.GetString(record.Name));
        Add("type", Encoding.Latin1.GetString(record.QueryType));
        Add("user", Encoding.Latin1.GetString(record.User));
        Add("mac", record.Mac == MacAddress.None ? "" : record.Mac.ToString());
        Add("id", Convert.ToHexStringLower(record.ClientId));
        Add("host", Encoding.Latin1.GetString(record.HostName));
        Add("seconds", record.Seconds == LogRecord.Untold ? "" : record.Seconds.ToString(CultureInfo.InvariantCulture));
        Add("session", Encoding.Latin1.GetString(record.Session));
        Add("at", Encoding.Latin1.GetString(record.AccessServer));
        Add("ipv6", record.ClientIpv6 == default ? "" : record.ClientIpv6.ToString());
        Add("message", record.Message.IsEmpty ? "" : record.Message.Length.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        void Add(string name, string value) => text.Append(value.Length > 0 ? $" {name}={value}" : "");
    }

    public static (LogReader Reader, List<string> Records) Read(string path, LogOptions? options = null)
    {
        var reader = LogOpener.TryOpen(path, options ?? Options, out var capture, out var reason, out _);
        Assert.Null(capture);
        Assert.True(reader is not null, $"{path}: {reason}");
        List<string> records = [];
        using (reader)
        {
            while (reader.MoveNext())
            {
                reader.Tell((scoped in record) => records.Add(Text(record)));
            }
        }
        return (reader, records);
    }
}
