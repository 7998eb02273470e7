using System.Globalization;

namespace TrafficClassifier.Bench.Logs;

/// <summary>What somebody writes first: StreamReader.ReadLine, Split, and the same columns.</summary>
internal static class PlainReader
{
    public static (long Records, long Bytes) Zeek(string path)
    {
        var (records, bytes) = (0L, 0L);
        string[] columns = [];
        using var reader = new StreamReader(path);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                columns = line.StartsWith("#fields", StringComparison.Ordinal) ? line.Split('\t')[1..] : columns;
                continue;
            }
            var values = line.Split('\t');
            var time = double.Parse(values[Array.IndexOf(columns, "ts")], CultureInfo.InvariantCulture);
            var client = System.Net.IPAddress.Parse(values[Array.IndexOf(columns, "id.orig_h")]);
            var name = values[Array.IndexOf(columns, "query")];
            if (name == "-" || time <= 0 || client is null)
            {
                continue;
            }
            records++;
            bytes += name.Length;
            var lives = values[Array.IndexOf(columns, "TTLs")].Split(',');
            var answers = values[Array.IndexOf(columns, "answers")].Split(',');
            for (var i = 0; i < answers.Length; i++)
            {
                records += System.Net.IPAddress.TryParse(answers[i], out _) && double.Parse(lives[i], CultureInfo.InvariantCulture) > 0 ? 1 : 0;
            }
        }
        return (records, bytes);
    }

    public static (long Records, long Bytes) Squid(string path)
    {
        var (records, bytes) = (0L, 0L);
        using var reader = new StreamReader(path);
        while (reader.ReadLine() is { } line)
        {
            var values = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var time = double.Parse(values[0], CultureInfo.InvariantCulture) - (double.Parse(values[1], CultureInfo.InvariantCulture) / 1000);
            var client = System.Net.IPAddress.Parse(values[2]);
            var url = values[6];
            var host = values[5] == "CONNECT" ? url.Split(':')[0] : new Uri(url).Host;
            if (time > 0 && client is not null && host.Length > 0)
            {
                records++;
                bytes += host.Length;
            }
        }
        return (records, bytes);
    }
}
