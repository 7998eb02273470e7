using System.CommandLine;
using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic report</c>: asks the buckets of a store again, without reading captures.</summary>
internal sealed class ReportCommand : VerbCommand
{
    private const string About = "Asks the buckets of a store, or a server that serves one, without reading captures.";

    private const string Examples = """
          traffic report --store /var/lib/traffic --site Facebook --hours 08:00-09:00 --weekdays mon-fri --holidays holidays.txt
          traffic report --store /var/lib/traffic --category "Social networks" --by department,day --format csv
          traffic report --server 127.0.0.1:5317 --site Facebook --by department
        """;

    private readonly Option<string?> _store = new("--store") { HelpName = "DIR", Description = "The folder that traffic replay or traffic run --store wrote." };
    private readonly ServerOption _server = new();
    private readonly StatementOptions _statement = new();
    private readonly Terminal _terminal;

    public ReportCommand(Terminal terminal)
        : base("report", About, Examples)
    {
        _terminal = terminal;
        Options.Add(_store);
        _server.AddTo(this);
        _statement.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (_server.IsGiven(parsed) == parsed.GetValue(_store) is not null)
        {
            throw new UsageException("--store DIR or --server ADDRESS: one of them");
        }
        return parsed.GetValue(_store) is { } folder ? RunStore(parsed, folder) : RunServer(parsed);
    }

    private int RunServer(ParseResult parsed)
    {
        var format = _statement.Format(parsed);
        List<InputError> errors = [];
        var request = _statement.Request(parsed, errors);
        errors.ForEach(error => _terminal.Error.WriteLine(error));
        var status = _server.Ask(parsed, _terminal, async (client, metadata) =>
        {
            List<V1.QueryUsageResponse> pages = [];
            do
            {
                request.PageToken = pages.Count == 0 ? "" : pages[^1].NextPageToken;
                pages.Add(await client.QueryUsageAsync(request, metadata).ResponseAsync.ConfigureAwait(false));
            }
            while (pages[^1].NextPageToken.Length > 0);
            var statements = ReceivedStatements.Of(pages);
            var query = new StatementQuery
            {
                Calendar = statements[0].Calendar,
                Sites = [.. request.Sites],
                Categories = [.. request.Categories],
                By = _statement.BreakdownOf(parsed),
                Unit = statements[0].Unit,
            };
            StatementPrinter.Print(statements, query, format, _terminal);
        }).GetAwaiter().GetResult();
        return errors.Count > 0 ? ExitStatus.Failed : status;
    }

    private int RunStore(ParseResult parsed, string folder)
    {
        var format = _statement.Format(parsed);
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
