using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using TrafficClassifier.Server.Configuration;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Commands;

/// <summary>The flags of <c>traffic run</c>, which <c>traffic check</c> has too: those of the table of settings, and where the file is.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        HelpName = "FILE",
        Description = $"The configuration (YAML). Default: {SensorConfiguration.DefaultPath} if that is there. Flags go before the environment (TRAFFIC_...), that before the file.",
    };

    private readonly Option<bool> _print = new("--print-config") { Description = "Print the configuration that holds, with a comment on everything, and end." };
    private readonly Option<string[]> _interfaces = new(SensorSettings.InterfacesFlag) { HelpName = "NAME", Description = "What to capture, and nothing else; again for each. What the file says of it holds." };
    private readonly List<Option<string?>> _single = [];
    private readonly List<Option<string[]>> _lists = [];

    public RunOptions()
    {
        foreach (var setting in SensorSettings.All.Concat(InterfaceSettings.ForAll).Where(setting => setting.Flag is not null))
        {
            if (setting.IsList)
            {
                _lists.Add(new Option<string[]>(setting.Flag!) { HelpName = setting.Word, Description = setting.Comment, AllowMultipleArgumentsPerToken = true });
            }
            else
            {
                _single.Add(new Option<string?>(setting.Flag!) { HelpName = setting.Word, Description = setting.Comment });
            }
        }
    }

    /// <param name="command">Gets the flags; those that it has already say the same of the daemon.</param>
    /// <param name="prints">With <c>--print-config</c>.</param>
    public void AddTo(Command command, bool prints = true)
    {
        foreach (var option in new Option[] { _config, _print, _interfaces }.Concat(_single).Concat(_lists))
        {
            if ((prints || option != _print) && command.Options.All(known => known.Name != option.Name))
            {
                command.Options.Add(option);
            }
        }
    }

    /// <summary>The command line speaks of the daemon, or says nothing while its configuration is where it is looked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isSilent">It names nothing else to do.</param>
    public bool IsMeant(ParseResult parsed, bool isSilent) =>
        parsed.GetResult(_config) is not null || parsed.GetResult(_interfaces) is not null || (isSilent && Configuration(parsed).File is not null);

    /// <summary>Reads all that is said; tells on the terminal what is wrong with it, all at once. Also again, for a reload.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Gets errors, or the printed configuration.</param>
    /// <param name="status">Done where the configuration was printed, usage where it is wrong, failed where files are missing.</param>
    /// <returns>Null: there is nothing to run, and the status says why.</returns>
    public SensorOptions? Read(ParseResult parsed, Terminal terminal, out int status)
    {
        var configuration = Configuration(parsed);
        Say(terminal, configuration.Remarks);
        List<string> wrong = [.. configuration.Errors];
        status = ExitStatus.Usage;
        if (wrong.Count == 0 && parsed.GetValue(_print))
        {
            terminal.Output.Write(ConfigurationPrinter.Print(configuration));
            status = ExitStatus.Done;
            return null;
        }
        if (configuration.LacksInterface)
        {
            wrong.Add(NoInterface(configuration));
        }
        if (wrong.Count == 0)
        {
            status = ExitStatus.Failed;
        }
        wrong.AddRange(configuration.FindMissing());
        Say(terminal, wrong);
        return wrong.Count == 0 ? configuration.ToOptions() : null;
    }

    public static string NoInterface(SensorConfiguration configuration) =>
        $"{configuration.File ?? SensorSettings.Interfaces}: no interface is named: write 'interfaces: [mirror0]' there, or --interface mirror0 (traffic devices lists them)";

    public SensorConfiguration Configuration(ParseResult parsed) => SensorConfiguration.Read(parsed.GetValue(_config), ReadEnvironment(), Given(parsed));

    private static void Say(Terminal terminal, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            terminal.Error.WriteLine($"traffic: {line}");
        }
    }

    /// <summary>By name: a command may have had the flag before.</summary>
    private List<GivenFlag> Given(ParseResult parsed)
    {
        var names = _single.Cast<Option>().Concat(_lists).Append(_interfaces).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        return [.. parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(result => names.Contains(result.Option.Name) && result.Tokens.Count > 0)
            .Select(result => new GivenFlag(result.Option.Name, [.. result.Tokens.Select(token => token.Value)]))];
    }

    private static Dictionary<string, string> ReadEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
