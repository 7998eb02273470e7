using System.CommandLine;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic report</c>: asks the buckets of a store again, without reading captures.</summary>
internal sealed class ReportCommand : VerbCommand
{
    private const string About = "Asks the buckets that traffic replay --store kept, without reading captures.";

    private const string Examples = """
          traffic report --store /var/lib/traffic --site Facebook --hours 08:00-09:00 --weekdays mon-fri --holidays holidays.txt
          traffic report --store /var/lib/traffic --category "Social networks" --by department,day --format csv
        """;

    private readonly Option<string> _store = new("--store") { HelpName = "DIR", Description = "The folder that traffic replay --store wrote.", Required = true };
    private readonly StatementOptions _statement = new();
    private readonly Terminal _terminal;

    public ReportCommand(Terminal terminal)
        : base("report", About, Examples)
    {
        _terminal = terminal;
        Options.Add(_store);
        _statement.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var format = _statement.Format(parsed);
        var folder = parsed.GetValue(_store)!;
        using var store = SqliteStore.Look(folder);
        var description = store.Read();
        List<InputError> errors = [];
        var calendar = _statement.Calendar(parsed, null, description.Zone, errors, description.Holidays);
        var catalog = description.ToCatalog();
        var query = _statement.Query(parsed, catalog, calendar);
        if (query.Unit is { } unit && unit != description.CountedUnit)
        {
            throw new UsageException($"--unit {StatementText.Of(unit)}: {folder} counted {StatementText.Of(description.CountedUnit)}; replay the captures with --unit {StatementText.Of(unit)}");
        }
        query = query with { Unit = description.CountedUnit };
        ReplayCommand.RequireDirectory(query, description.Directory);
        foreach (var error in errors)
        {
            _terminal.Error.WriteLine(error);
        }
        var builder = new StatementBuilder(query, catalog, description.Directory);
        store.Read(StoreWindow.Of(query, description.Sites), builder);
        StatementPrinter.Print(builder.Build(description.Kinds, description.Evictions, description.InputErrors + errors.Count), query, format, _terminal);
        return errors.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }
}
