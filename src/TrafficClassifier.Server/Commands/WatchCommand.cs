using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Grpc.Core;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic watch</c>: who uses what, as it changes. Redraws in place on a terminal; else writes a line for each change.</summary>
internal sealed class WatchCommand : VerbCommand
{
    private const string About = "Shows how many visited which site today, or in the last minutes, as it changes; until Ctrl-C.";

    private const string Examples = """
          traffic watch --token-file operator.token
          traffic watch --site Facebook --site YouTube --minutes 15 --token-file operator.token
        """;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly ServerOption _server = new();
    private readonly Option<string[]> _site = new("--site") { HelpName = "NAME", Description = "Sites to watch. Default: all." };
    private readonly Option<bool> _byDepartment = new("--by-department") { Description = "Departments, too." };
    private readonly Option<int> _minutes = new("--minutes") { HelpName = "N", Description = "The last so many minutes. Default: since midnight." };
    private readonly Option<int> _k = new("--k") { HelpName = "N", Description = "Suppress groups smaller than N. Default: the server's." };
    private readonly Terminal _terminal;
    private readonly SortedDictionary<(string Site, string Department), V1.Figure> _rows = [];
    private string _resume = "";

    public WatchCommand(Terminal terminal)
        : base("watch", About, Examples)
    {
        _terminal = terminal;
        _server.AddTo(this);
        foreach (var option in new Option[] { _site, _byDepartment, _minutes, _k })
        {
            Options.Add(option);
        }
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return _server.Ask(parsed, _terminal, (client, metadata) => Watch(client, metadata, Request(parsed), stop.Token)).GetAwaiter().GetResult();

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private V1.WatchUsageRequest Request(ParseResult parsed)
    {
        var request = new V1.WatchUsageRequest { ByDepartment = parsed.GetValue(_byDepartment) };
        request.Sites.AddRange(parsed.GetValue(_site) ?? []);
        if (parsed.GetResult(_minutes) is not null)
        {
            request.Span = new Google.Protobuf.WellKnownTypes.Duration { Seconds = 60L * parsed.GetValue(_minutes) };
        }
        if (parsed.GetResult(_k) is not null)
        {
            request.K = parsed.GetValue(_k);
        }
        return request;
    }

    /// <summary>A server that goes away is asked again from where it was.</summary>
    private async Task Watch(V1.Usage.UsageClient client, Metadata metadata, V1.WatchUsageRequest request, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                request.ResumeToken = _resume;
                using var call = client.WatchUsage(request, metadata, cancellationToken: stop);
                await foreach (var message in call.ResponseStream.ReadAllAsync(stop).ConfigureAwait(false))
                {
                    Take(message);
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException lost) when (lost.StatusCode == StatusCode.Unavailable && _resume.Length > 0)
            {
                _terminal.Error.WriteLine("traffic: the server is away: trying again");
                await Task.Delay(_patience, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Take(V1.WatchUsageResponse message)
    {
        if (message.State)
        {
            _rows.Clear();
        }
        foreach (var row in message.Rows)
        {
            _rows[(row.Site, row.HasDepartment ? row.Department : "")] = row.Figure;
        }
        _resume = message.ResumeToken;
        if (Console.IsOutputRedirected)
        {
            foreach (var row in message.Rows)
            {
                _terminal.Output.WriteLine($"{message.Time.ToDateTimeOffset().ToLocalTime():HH:mm:ss} {row.Site}{(row.HasDepartment ? $", {row.Department}" : "")}: {Words(row.Figure)}");
            }
            return;
        }
        Draw(message);
    }

    /// <summary>As many of the busiest as the window has room for.</summary>
    private void Draw(V1.WatchUsageResponse message)
    {
        var table = new TextTable("site", "department", ">visitors", ">of", ">%");
        foreach (var ((site, department), figure) in _rows.Where(row => row.Value.Suppressed || row.Value.Count > 0)
            .OrderByDescending(row => row.Value.Suppressed ? -1 : row.Value.Count).Take(Math.Max(1, Console.WindowHeight - 4)))
        {
            table.Add(site, department, figure.Suppressed ? "few" : StatementText.Of((long)figure.Count), figure.HasHeadcount ? StatementText.Of((long)figure.Headcount) : "",
                figure.HasPercent ? figure.Percent.ToString("0.00", CultureInfo.InvariantCulture) : "");
        }
        // ECMA-48: to the corner, erase to the end.
        _terminal.Output.Write("\u001b[H\u001b[J");
        _terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{message.Time.ToDateTimeOffset().ToLocalTime():HH:mm:ss}  {message.Coverage.Frames:N0} frames, {message.Coverage.FramesLost:N0} lost, {message.Coverage.SecondsNotCaptured} s not captured"));
        table.Write(_terminal.Output);
    }

    private static string Words(V1.Figure figure) => figure.Suppressed ? "few" : figure.HasPercent
        ? string.Create(CultureInfo.InvariantCulture, $"{figure.Count} of {figure.Headcount} ({figure.Percent:0.00} %)") : StatementText.Of((long)figure.Count);
}
