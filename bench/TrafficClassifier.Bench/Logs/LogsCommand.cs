using System.Diagnostics;
using System.Globalization;
using TrafficClassifier.Logs;

namespace TrafficClassifier.Bench.Logs;

/// <summary>
/// Lines of logs against what somebody writes first (Zeek's tables, Squid) and against jq doing the same selection (EVE): in turn in one
/// run, processor time, medians and ratios. Both find the same number of records, or this fails.
/// </summary>
internal static class LogsCommand
{
    private const string Selection = """select(.event_type=="dns" or .event_type=="tls" or .event_type=="http") | [.timestamp, .src_ip, (.dns.rrname // .tls.sni // .http.hostname)]""";

    public static int Run(string[] arguments)
    {
        var lines = arguments is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 200_000;
        var passes = arguments is [_, var turns, ..] ? int.Parse(turns, CultureInfo.InvariantCulture) : 7;
        var only = arguments is [_, _, var word] ? word : "";
        var folder = Directory.CreateTempSubdirectory("logs-").FullName;
        try
        {
            var zeek = LogFiles.Zeek(folder, lines);
            var squid = LogFiles.Squid(folder, lines);
            var eve = LogFiles.Eve(folder, lines / 2);
            Compare(only, "Zeek dns.log, ReadLine and Split", lines, passes, () => Product(zeek), () => Spend(() => PlainReader.Zeek(zeek).Records));
            Compare(only, "Squid access.log, ReadLine and Split", lines, passes, () => Product(squid), () => Spend(() => PlainReader.Squid(squid).Records));
            Compare(only, "EVE, jq -c", lines / 2, passes, () => Product(eve), () => Jq(eve));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string only, string what, int lines, int passes, Func<(long Records, double Seconds)> product, Func<(long Records, double Seconds)> other)
    {
        if (!what.StartsWith(only, StringComparison.Ordinal))
        {
            return;
        }
        for (var i = 0; i < 3; i++)
        {
            product();
        }
        other();
        List<(double Product, double Other)> taken = [];
        for (var i = 0; i < passes; i++)
        {
            var (own, theirs) = (product(), other());
            if (own.Records != theirs.Records)
            {
                throw new InvalidOperationException($"{what}: {own.Records} records against {theirs.Records}");
            }
            taken.Add((own.Seconds * 1e9 / lines, theirs.Seconds * 1e9 / lines));
        }
        Console.WriteLine(FormattableString.Invariant(
            $"{what,-38} product {Median(taken.Select(pair => pair.Product)),6:0} ns/line, other {Median(taken.Select(pair => pair.Other)),6:0} ns/line, ratio {Median(taken.Select(pair => pair.Other / pair.Product)):0.00} ({taken.Min(pair => pair.Other / pair.Product):0.00}-{taken.Max(pair => pair.Other / pair.Product):0.00})"));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static (long Records, double Seconds) Product(string path) => Spend(() =>
    {
        using var reader = LogOpener.TryOpen(path, new LogOptions(), out _, out var reason, out _) ?? throw new InvalidOperationException(reason);
        var records = 0L;
        LogRecordHandler count = (scoped in record) => records += record.Name.IsEmpty ? 0 : 1;
        while (reader.MoveNext())
        {
            reader.Tell(count);
        }
        return records;
    });

    private static (long Records, double Seconds) Spend(Func<long> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var records = work();
        return (records, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static (long Records, double Seconds) Jq(string path)
    {
        const string Timed = "TIMEFORMAT='%U %S'; time jq -c \"$0\" \"$1\" | wc -l";
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", Timed, Selection, path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var records = long.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        var seconds = process.StandardError.ReadToEnd().Split(' ').Sum(part => double.Parse(part, CultureInfo.InvariantCulture));
        process.WaitForExit();
        return (records, seconds);
    }
}
