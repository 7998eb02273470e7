using System.CommandLine;
using System.CommandLine.Invocation;
using TrafficClassifier.Server.Commands;

namespace TrafficClassifier.Server;

/// <summary>The executable <c>traffic</c>. Exit status: 0 done, 1 input or run error, 2 usage error.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => Run(arguments, Terminal.OfProcess());

    /// <summary>Runs one command; tests give it their own terminal.</summary>
    internal static int Run(string[] arguments, Terminal terminal)
    {
        var root = new RootCommand("Tells how many different staff used which site, when and in which department, from captures of a mirror port.")
        {
            new ReplayCommand(terminal),
            new ReportCommand(terminal),
            new RunCommand(terminal),
            new EventsCommand(terminal),
            new CheckCommand(terminal),
            new DevicesCommand(terminal),
            new RecordCommand(terminal),
            new BackupCommand(terminal, isRestore: false),
            new BackupCommand(terminal, isRestore: true),
            new ForgetCommand(terminal),
            new ServeCommand(terminal),
            new TopCommand(terminal),
            new WatchCommand(terminal),
            new InstallServiceCommand(terminal),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            var reason = parsed.UnmatchedTokens is [var token, ..] ? $"'{token}' is no verb, argument or option" : parsed.Errors[0].Message.TrimEnd('.');
            var verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            terminal.Error.WriteLine($"traffic: {reason} (see traffic{verb} --help)");
            return ExitStatus.Usage;
        }
        if (arguments.Contains(""))
        {
            terminal.Error.WriteLine("traffic: an argument is empty: an unset variable?");
            return ExitStatus.Usage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException exception)
        {
            terminal.Error.WriteLine($"traffic: {exception.Message}");
            return ExitStatus.Usage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or Storage.CoarserDataException)
        {
            terminal.Error.WriteLine($"traffic: {exception.Message}");
            return ExitStatus.Failed;
        }
    }
}
