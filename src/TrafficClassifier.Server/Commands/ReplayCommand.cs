using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrafficClassifier.Capture;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;
using TrafficClassifier.Usage;
using TrafficClassifier.Workers;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic replay</c>: captures in, the statement out.</summary>
internal sealed class ReplayCommand : VerbCommand
{
    private const string About = "Streams captures and logs through the classifier and ends with the statement.";

    private const string Examples = """
          traffic replay captures/circular-2010 --site Facebook --hours 08:00-09:00 --weekdays mon-fri --zone Asia/Kuala_Lumpur
          traffic replay monday.pcapng.gz --k 1
          traffic replay /var/captures --staff staff.csv --leases kea-leases4.csv --by department,day --format csv
          traffic replay squid.log kea-dhcp4.log named.log.gz --staff staff.csv --zone Europe/Berlin
          tcpdump -i mirror0 -w - | traffic replay - --store /var/lib/traffic
        """;

    private readonly Option<string?> _store = new("--store") { HelpName = "DIR", Description = "Keep the buckets there, for traffic report." };
    private readonly Option<long> _grace = new("--grace") { HelpName = "SECONDS", Description = "How long after its expiry a lease still names its holder. Default: 30.", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _workers = new("--workers") { HelpName = "N", Description = "How many threads dissect. Default: one for each processor, at most 4. The statement is the same.", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 4) };
    private readonly StatementOptions _statement = new();
    private readonly InputOptions _input;
    private readonly Terminal _terminal;

    public ReplayCommand(Terminal terminal)
        : base("replay", About, Examples)
    {
        _terminal = terminal;
        _input = new InputOptions(terminal, ArgumentArity.OneOrMore);
        _input.AddTo(this);
        Options.Add(_store);
        Options.Add(_grace);
        Options.Add(_workers);
        _statement.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        List<InputError> errors = [];
        var format = _statement.Format(parsed);
        var inputs = _input.Captures(parsed);
        var catalog = _input.Catalog(parsed, errors);
        var directory = _input.Directory(parsed, inputs, errors);
        var holidays = _statement.HasHolidays(parsed) ? null : _input.Holidays(inputs);
        var calendar = _statement.Calendar(parsed, holidays, null, errors);
        var query = _statement.Query(parsed, catalog, calendar);
        RequireDirectory(query, directory);

        var grace = parsed.GetValue(_grace);
        if (grace < 0)
        {
            throw new UsageException($"--grace {grace}: write 0 or more");
        }
        var workers = parsed.GetValue(_workers);
        if (workers is < 1 or > 64)
        {
            throw new UsageException($"--workers {workers}: write 1 to 64");
        }
        var logOptions = _input.Logs(parsed, calendar.Zone);
        using var merged = workers == 1 ? new MergedInputs(inputs, logOptions) : FrameDistributor.Open(inputs, logOptions);
        var builder = new StatementBuilder(query, catalog, directory);
        using var store = parsed.GetValue(_store) is { } folder ? SqliteStore.Open(folder) : null;
        using var recorder = store is null ? null : new StoreRecorder(store, new StoreSource("replay", Fingerprint(merged)), new RecorderOptions { Waits = true });
        List<IBucketSink> sinks = [builder];
        if (recorder is not null)
        {
            sinks.Add(recorder);
        }
        var options = new PipelineOptions { GraceSeconds = grace, RadiusSecret = _input.RadiusSecret(parsed), Closest = (SubjectKind)(query.Unit ?? Unit.Staff), Tunnels = _input.Tunnels(parsed) };
        var pipeline = new Pipeline(catalog, calendar, directory, options, sinks);
        if (!merged.Logs.IsEmpty)
        {
            pipeline.Book.KeepFor(LogReader.LongestLag);
        }
        recorder?.Use(recorder.Describe(new StoreTerms { Catalog = catalog, Directory = directory, Zone = calendar.Zone, Holidays = [.. calendar.Holidays], Unit = query.Unit }), pipeline.Subjects);
        _input.ReadLeases(parsed, inputs, pipeline.Book, errors);
        foreach (var error in errors)
        {
            _terminal.Error.WriteLine(error);
        }
        Stream(merged, pipeline, workers);
        foreach (var skipped in merged.Captures.Skipped.Where(file => !IsCompanion(file)))
        {
            _terminal.Error.WriteLine($"{skipped}: skipped, neither a capture nor a known log");
        }
        foreach (var fault in merged.Faults)
        {
            _terminal.Error.WriteLine(fault);
        }
        var summaries = merged.Logs.Readers.Select(LogSummary.Of).ToList();
        summaries.ForEach(summary => summary.WriteBadLines(_terminal.Error));
        var inputErrors = errors.Count + merged.Faults.Count() + (int)summaries.Sum(summary => summary.BadLines);
        recorder?.Complete([], pipeline.Evictions, inputErrors);
        StatementPrinter.Print(builder.Build(pipeline.Subjects.Kinds, pipeline.Evictions, inputErrors, summaries), query, format, _terminal);
        return inputErrors > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }

    internal static void RequireDirectory(StatementQuery query, StaffDirectory? directory)
    {
        if (directory is null && (query.Unit == Unit.Staff || query.By.HasFlag(Breakdown.Department)))
        {
            throw new UsageException($"{(query.Unit == Unit.Staff ? "--unit staff" : "--by department")} needs a staff directory: name one with --staff");
        }
        if (query.By.HasFlag(Breakdown.Department) && query.Unit is Unit.Devices or Unit.Addresses)
        {
            throw new UsageException("--by department counts staff: leave --unit out");
        }
    }

    private void Stream(MergedInputs merged, Pipeline pipeline, int workers)
    {
        var progress = new Progress(_terminal, merged);
        if (workers > 1)
        {
            new FrameDistributor(pipeline, workers, hasLogs: !merged.Logs.IsEmpty).Run(merged, progress.Show);
            progress.Clear();
            return;
        }
        var (all, frames) = (0L, 0L);
        while (merged.MoveNext())
        {
            if (merged.IsLog)
            {
                pipeline.Process(merged.Logs.Due, merged.Logs.Current);
            }
            else
            {
                pipeline.Process(merged.Captures.Current);
                frames++;
            }
            if ((++all & 0xffff) == 0)
            {
                progress.Show(all);
            }
        }
        progress.Clear();
        if (frames > 0)
        {
            pipeline.CountLost(merged.Captures.Dropped);
        }
        pipeline.Close();
    }

    private static bool IsCompanion(string file) => Path.GetFileName(file) is "staff.csv" or "holidays.txt" or "leases.csv" or "kea-leases4.csv"
        or "dhcpd.leases" or "dnsmasq.leases" or "README.md" or "truth.csv" or "traps.csv";

    /// <summary>The same captures and logs, wherever they lie and in whatever order, are the same input.</summary>
    private static string Fingerprint(MergedInputs inputs)
    {
        var lines = inputs.Captures.Captures.Concat(inputs.Logs.Logs).Select(capture => string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(capture.Input)} {capture.Length} {capture.First.Nanoseconds}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
