using System.CommandLine;
using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;

namespace TrafficClassifier.Server.Commands;

/// <summary>
/// The arguments that name what is read. A folder of captures may hold its own staff.csv, holidays.txt and lease files
/// (leases.csv, kea-leases4.csv, dhcpd.leases, dnsmasq.leases): they are used where no flag names others, and that is said.
/// </summary>
internal sealed class InputOptions
{
    private static readonly string[] _leaseNames = ["leases.csv", "kea-leases4.csv", "dhcpd.leases", "dnsmasq.leases"];

    private readonly Argument<string[]> _captures;
    private readonly Option<string?> _staff = new("--staff") { HelpName = "FILE", Description = "Staff directory: CSV with staff_id,department,device[,valid_from,valid_to]." };
    private readonly Option<string[]> _leases = new("--leases") { HelpName = "FILE", Description = "Lease files of Kea, ISC dhcpd or dnsmasq.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _catalog = new("--catalog") { HelpName = "FILE", Description = "Catalog files over the built-in one." };
    private readonly Terminal _terminal;

    public InputOptions(Terminal terminal, ArgumentArity arity)
    {
        _terminal = terminal;
        _captures = CaptureArgument(arity);
    }

    public static Argument<string[]> CaptureArgument(ArgumentArity arity)
    {
        var argument = new Argument<string[]>("CAPTURE") { Description = "Capture files (pcap, pcapng, also in gzip or zstd), folders, patterns, or - for standard input.", Arity = arity };
        argument.Validators.Add(result =>
        {
            // A mistyped option would else be a capture that is not there.
            if (result.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-') is { } token)
            {
                result.AddError($"'{token.Value}' is no verb, argument or option");
            }
        });
        return argument;
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_captures);
        command.Options.Add(_staff);
        command.Options.Add(_leases);
        command.Options.Add(_catalog);
    }

    public CaptureInputs Captures(ParseResult parsed) => CaptureInputs.Expand(parsed.GetValue(_captures) ?? []);

    public SiteCatalog Catalog(ParseResult parsed, List<InputError> errors)
    {
        var catalog = CatalogFile.Load(parsed.GetValue(_catalog) ?? []);
        errors.AddRange(catalog.Errors);
        return catalog;
    }

    public StaffDirectory? Directory(ParseResult parsed, CaptureInputs inputs, List<InputError> errors)
    {
        var path = parsed.GetValue(_staff) ?? Beside(inputs, "staff.csv", "staff directory");
        if (path is null)
        {
            return null;
        }
        var directory = DirectoryFile.Read(path);
        errors.AddRange(directory.Errors);
        return directory;
    }

    public string? Holidays(CaptureInputs inputs) => Beside(inputs, "holidays.txt", "holidays");

    /// <summary>Takes every lease of every file into the bindings, in order of their starts.</summary>
    public void ReadLeases(ParseResult parsed, CaptureInputs inputs, DeviceTable devices, BindingTable bindings, List<InputError> errors)
    {
        var paths = parsed.GetValue(_leases) ?? [];
        if (paths.Length == 0)
        {
            paths = [.. _leaseNames.SelectMany(name => AllBeside(inputs, name))];
            foreach (var path in paths)
            {
                Say(path, "lease file");
            }
        }
        List<Lease> leases = [];
        foreach (var path in paths)
        {
            var content = LeaseFile.Read(path, devices);
            leases.AddRange(content.Leases);
            errors.AddRange(content.Errors);
        }
        foreach (var lease in leases.OrderBy(lease => lease.Start).ThenBy(lease => lease.Source))
        {
            bindings.Add(lease);
        }
    }

    private string? Beside(CaptureInputs inputs, string name, string what)
    {
        var found = AllBeside(inputs, name).ToList();
        if (found.Count > 1)
        {
            throw new UsageException($"{string.Join(" and ", found)}: only one {what} can be used, name it with its flag");
        }
        found.ForEach(path => Say(path, what));
        return found.FirstOrDefault();
    }

    private static IEnumerable<string> AllBeside(CaptureInputs inputs, string name) =>
        inputs.Folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists);

    private void Say(string path, string what) => _terminal.Error.WriteLine($"{path}: used as {what}");
}
