using System.CommandLine;
using System.Globalization;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic top</c>: the busiest of a window, asked from a server.</summary>
internal sealed class TopCommand : VerbCommand
{
    private const string About = "Asks a server which sites, categories or departments most staff used.";

    private const string Examples = """
          traffic top
          traffic top --server 127.0.0.1:5317 --of departments --site Facebook --from 2010-01-03 --to 2010-01-08
        """;

    private readonly ServerOption _server = new();
    private readonly Option<string> _of = new("--of") { HelpName = "WHAT", Description = "sites, categories or departments. Default: sites.", DefaultValueFactory = _ => "sites" };
    private readonly Option<int> _limit = new("--limit") { HelpName = "N", Description = "How many. Default: 10.", DefaultValueFactory = _ => 10 };
    private readonly StatementOptions _statement = new();
    private readonly Terminal _terminal;

    public TopCommand(Terminal terminal)
        : base("top", About, Examples)
    {
        _terminal = terminal;
        _server.AddTo(this);
        Options.Add(_of);
        Options.Add(_limit);
        _statement.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        List<InputError> errors = [];
        var question = _statement.Request(parsed, errors);
        var request = new V1.QueryTopRequest
        {
            Window = question.Window,
            Visits = question.Visits,
            Limit = parsed.GetValue(_limit),
            Dimension = parsed.GetValue(_of) switch
            {
                "sites" => V1.Dimension.Site,
                "categories" => V1.Dimension.Category,
                "departments" => V1.Dimension.Department,
                var other => throw new UsageException($"--of {other}: write sites, categories or departments"),
            },
        };
        if (question.Sites.Count > 1 || question.Categories.Count > 0 || question.By.Count > 0)
        {
            throw new UsageException("top takes one --site at most, and no --category and --by");
        }
        if (question.Sites.Count == 1)
        {
            request.Site = question.Sites[0];
        }
        if (question.HasK)
        {
            request.K = question.K;
        }
        errors.ForEach(error => _terminal.Error.WriteLine(error));
        var status = _server.Ask(parsed, _terminal, async (client, metadata) => Write(await client.QueryTopAsync(request, metadata).ResponseAsync.ConfigureAwait(false))).GetAwaiter().GetResult();
        return errors.Count > 0 ? ExitStatus.Failed : status;
    }

    private void Write(V1.QueryTopResponse answer)
    {
        var table = new TextTable(">", "", ">visitors", ">of", ">%");
        foreach (var (index, row) in answer.Rows.Index())
        {
            table.Add(StatementText.Of(index + 1L), row.HasDepartment ? row.Department : row.HasSite ? row.Site : row.Category, StatementText.Of((long)row.Figure.Count),
                row.Figure.HasHeadcount ? StatementText.Of((long)row.Figure.Headcount) : "", row.Figure.HasPercent ? row.Figure.Percent.ToString("0.00", CultureInfo.InvariantCulture) : "");
        }
        table.Write(_terminal.Output);
        if (answer.Suppressed > 0)
        {
            _terminal.Output.WriteLine($"  {answer.Suppressed} more are too small to be shown");
        }
        _terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {answer.Coverage.Frames:N0} frames received, {answer.Coverage.FramesLost:N0} lost; frames in {answer.Coverage.MinutesSeen} of {answer.Coverage.Minutes} minutes"));
    }
}
