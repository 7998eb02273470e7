using System.CommandLine;
using TrafficClassifier.Capture;
using TrafficClassifier.Identity;
using TrafficClassifier.Logs;
using TrafficClassifier.Server.Running;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic check</c>: reads what a replay, a report or the daemon would read, tries what it would open, says what would go wrong, changes nothing.</summary>
internal sealed class CheckCommand : VerbCommand
{
    private const string About = "Reads captures' first frames, logs, directory, leases, catalog, holidays and store, or with --config or --interface tries what the daemon would do; says what would go wrong, and changes nothing.";

    private const string Examples = """
          traffic check captures/circular-2010
          traffic check --staff staff.csv --catalog ours.catalog
          traffic check --config /etc/traffic-classifier/traffic.yaml
          traffic check --interface mirror0
        """;

    private readonly Option<string?> _store = new("--store") { HelpName = "DIR", Description = "A store to look at." };
    private readonly StatementOptions _statement = new();
    private readonly RunOptions _daemon = new();
    private readonly InputOptions _input;
    private readonly Terminal _terminal;

    public CheckCommand(Terminal terminal)
        : base("check", About, Examples)
    {
        _terminal = terminal;
        _input = new InputOptions(terminal, ArgumentArity.ZeroOrMore);
        _input.AddTo(this);
        Options.Add(_store);
        _statement.AddTo(this);
        _daemon.AddTo(this, prints: false);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var hasCaptures = _input.Captures(parsed).Files.Count > 0;
        if (!_daemon.IsMeant(parsed, isSilent: parsed.Tokens.Count <= 1))
        {
            return RunReplay(parsed);
        }
        var status = RunDaemon(parsed);
        return hasCaptures ? Math.Max(status, RunReplay(parsed)) : status;
    }

    private int RunDaemon(ParseResult parsed)
    {
        if (_daemon.Read(parsed, _terminal, out var status) is not { } options)
        {
            return status;
        }
        var isWell = new SensorCheck(_terminal).Run(options);
        return (Directory.Exists(options.Store) && CheckStore(options.Store)) || !isWell ? ExitStatus.Failed : ExitStatus.Done;
    }

    private int RunReplay(ParseResult parsed)
    {
        List<InputError> errors = [];
        var inputs = _input.Captures(parsed);
        var catalog = _input.Catalog(parsed, errors);
        Say($"catalog: {catalog.Sites.Count} sites in {catalog.Sites.Select(site => site.Category).Distinct().Count()} categories, {catalog.Rules.Count} domains");
        var directory = _input.Directory(parsed, inputs, errors);
        Say(directory is null ? "directory: none, devices or addresses will be counted"
            : $"directory: {directory.Staff.Count} staff in {directory.Departments.Count} departments");
        var holidays = _statement.HasHolidays(parsed) ? null : _input.Holidays(inputs);
        var calendar = _statement.Calendar(parsed, holidays, null, errors);
        Say($"calendar: {calendar.Zone.Id}, {calendar.HolidayCount} holidays");
        _ = _statement.Query(parsed, catalog, calendar);
        var book = new AddressBook(new DeviceTable());
        _input.ReadLeases(parsed, inputs, book, errors);
        Say($"leases: {book.Leases.Count} of {book.Devices.Count} devices; sessions: {book.Sessions.Count}");
        Say(_input.RadiusSecret(parsed) is null ? "radius: no secret, accounting in captures is believed" : "radius: secret read");

        using var merged = new MergedInputs(inputs, _input.Logs(parsed, calendar.Zone));
        Say($"captures: {merged.Captures.Captures.Count}, {merged.Captures.BytesTotal} bytes");
        var hasBadLines = CheckLogs(merged.Logs);
        var failed = CheckStore(parsed.GetValue(_store));
        foreach (var line in errors.Select(error => error.ToString()).Concat(merged.Faults.Select(fault => fault.ToString())))
        {
            _terminal.Error.WriteLine(line);
            failed = true;
        }
        return failed || hasBadLines ? ExitStatus.Failed : ExitStatus.Done;
    }

    /// <summary>Reads every log to its end.</summary>
    /// <returns>Some line could not be read.</returns>
    private bool CheckLogs(LogMerger logs)
    {
        while (logs.MoveNext())
        {
        }
        var summaries = logs.Readers.Select(LogSummary.Of).ToList();
        foreach (var log in summaries)
        {
            Say($"log: {log.Input}: {log.Format}, {log.Counters.Lines} lines, {log.Counters[LineOutcome.Record]} of them tell of {log.Counters.Sightings} sightings and {log.Counters.Bindings} bindings, {log.BadLines} bad");
            log.WriteBadLines(_terminal.Error);
        }
        return summaries.Any(log => log.BadLines > 0);
    }

    private bool CheckStore(string? folder)
    {
        if (folder is null)
        {
            return false;
        }
        try
        {
            using var store = SqliteStore.Look(folder);
            var description = store.Read();
            var span = description.Minutes is var (first, last) ? $"{Day(first)} to {Day(last)}" : "empty";
            Say($"store: {span}, {description.Sites.Count} sites, zone {description.Zone}");
            return false;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine(exception.Message);
            return true;
        }
    }

    private static string Day(long minute) => $"{Instant.FromMinute(minute).ToDateTime():yyyy-MM-dd}";

    private void Say(string line) => _terminal.Output.WriteLine(line);
}
