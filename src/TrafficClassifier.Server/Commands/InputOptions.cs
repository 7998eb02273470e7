using System.CommandLine;
using TrafficClassifier.Capture;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Identity.Leases;
using TrafficClassifier.Logs;
using TrafficClassifier.Sightings;
using TrafficClassifier.Sightings.Layers;

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
    private readonly Option<string[]> _leases = new("--leases") { HelpName = "FILE", Description = "Lease files of Kea, ISC dhcpd or dnsmasq, detail files of FreeRADIUS' accounting.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _secret = RadiusSecretOption();
    private readonly Option<string[]> _catalog = new("--catalog") { HelpName = "FILE", Description = "Catalog files over the built-in one." };
    private readonly Option<string?> _tunnels = TunnelsOption();
    private readonly LogOptionFlags _logs = new();
    private readonly Terminal _terminal;

    public InputOptions(Terminal terminal, ArgumentArity arity)
    {
        _terminal = terminal;
        _captures = CaptureArgument(arity);
    }

    public static Argument<string[]> CaptureArgument(ArgumentArity arity)
    {
        var argument = new Argument<string[]>("CAPTURE") { Description = "Capture files (pcap, pcapng, snoop) and logs (of BIND, Unbound, dnsmasq, Windows, Squid, Zeek, Suricata, Kea, ...), also in gzip or zstd, folders, patterns, or - for standard input.", Arity = arity };
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
        command.Options.Add(_secret);
        command.Options.Add(_tunnels);
        _logs.AddTo(command);
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="zone">Of times in logs, where no other is given.</param>
    public LogOptions Logs(ParseResult parsed, TimeZoneInfo zone) => _logs.Read(parsed, zone);

    public static Option<string?> RadiusSecretOption() => new("--radius-secret-file")
    {
        HelpName = "FILE",
        Description = "Its first line is the secret of RADIUS accounting: what was not signed with it is counted and not believed. Without it all accounting in captures is believed.",
    };

    public RadiusSecret? RadiusSecret(ParseResult parsed) => RadiusSecret(parsed.GetValue(_secret));

    public static RadiusSecret? RadiusSecret(string? path) => path is null ? null
        : Sightings.RadiusSecret.Read(path) ?? throw new UsageException($"{path}: the first line must be the secret");

    public static Option<string?> TunnelsOption() => new("--tunnels")
    {
        HelpName = "any|none|PREFIX,...",
        Description = "Which tunnels over IP are opened (GRE, ERSPAN, VXLAN, GTP, IP in IP and the like): of any sender, of none, or of senders in these networks. Default: any.",
    };

    public TunnelPolicy Tunnels(ParseResult parsed) => Tunnels(parsed.GetValue(_tunnels));

    public static TunnelPolicy Tunnels(string? text) => text is null ? TunnelPolicy.Any
        : TunnelPolicy.TryParse(text, out var policy) ? policy : throw new UsageException($"--tunnels {text}: write any, none, or networks such as 10.0.0.0/8,2001:db8::/32");

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

    /// <summary>Takes every lease and every record of accounting of every file into the book, in order of their times.</summary>
    public void ReadLeases(ParseResult parsed, CaptureInputs inputs, AddressBook book, List<InputError> errors)
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
        TakeLeases(paths, book, errors);
    }

    /// <summary>As <see cref="ReadLeases"/>, of these files.</summary>
    public static void TakeLeases(IEnumerable<string> paths, AddressBook book, List<InputError> errors)
    {
        List<Lease> leases = [];
        List<AccountingRecord> accounting = [];
        foreach (var path in paths)
        {
            var content = LeaseFile.Read(path, book.Devices);
            leases.AddRange(content.Leases);
            accounting.AddRange(content.Accounting);
            errors.AddRange(content.Errors);
        }
        foreach (var lease in leases.OrderBy(lease => lease.Start).ThenBy(lease => lease.Source))
        {
            book.Leases.Add(lease);
        }
        foreach (var record in accounting.OrderBy(record => record.Time))
        {
            book.Sessions.Take(record);
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
