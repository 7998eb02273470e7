using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Grpc;
using TrafficClassifier.Statements;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic serve</c>: answers questions to a store, also while a daemon writes to it.</summary>
internal sealed class ServeCommand : VerbCommand
{
    private const string About = "Answers questions to a store by gRPC and JSON until SIGTERM or Ctrl-C, also while traffic run writes to it.";

    private const string Examples = """
          traffic serve --store /var/lib/traffic-classifier
          curl -s --json '{"sites":["Facebook"],"window":{"hours":"08:00-09:00"}}' http://127.0.0.1:5318/v1/usage:query
          traffic serve --store DIR --grpc 0.0.0.0:5317 --tokens tokens.txt --certificate server.pem --certificate-key server.key
        """;

    private readonly Option<string> _store = new("--store") { HelpName = "DIR", Description = "The store.", Required = true };
    private readonly Option<string> _grpc = Address("--grpc", ListenAddress.Grpc, "Where gRPC is listened for: ADDRESS:PORT, unix:/PATH or none.");
    private readonly Option<string> _http = Address("--http", ListenAddress.Http, "Where JSON is listened for (HTTP/1.1).");
    private readonly Option<string?> _tokens = new("--tokens") { HelpName = "FILE", Description = "Who may ask: a line each, NAME viewer|operator|officer sha256:HEX of the token, or certificate:HEX. Read again when it changes." };
    private readonly Option<string> _local = new("--local-role") { HelpName = "ROLE", Description = "Of this machine's processes without a token: viewer, operator, officer or none. Default: viewer.", DefaultValueFactory = _ => "viewer" };
    private readonly Option<string?> _certificate = new("--certificate") { HelpName = "FILE", Description = "The server's certificate chain (PEM): TLS. Read again when it is renewed." };
    private readonly Option<string?> _key = new("--certificate-key") { HelpName = "FILE", Description = "Its key (PEM)." };
    private readonly Option<string?> _audit = new("--audit") { HelpName = "FILE", Description = "Gets a line for every question, who and why. Default: audit.jsonl in the store." };
    private readonly Option<int> _k = new("--k") { HelpName = "N", Description = "Groups smaller than N are suppressed, for viewers always. Default: 5.", DefaultValueFactory = _ => StatementQuery.DefaultK };
    private readonly Terminal _terminal;

    public ServeCommand(Terminal terminal)
        : base("serve", About, Examples)
    {
        _terminal = terminal;
        foreach (var option in new Option[] { _store, _grpc, _http, _tokens, _local, _certificate, _key, _audit, _k })
        {
            Options.Add(option);
        }
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(_store)!;
        SqliteStore.Look(folder).Dispose(); // one that cannot be read is told of now
        var options = new ServerOptions
        {
            Service = new ServiceOptions { Folder = folder, K = parsed.GetValue(_k) is >= 1 and var k ? k : throw new UsageException($"--k {parsed.GetValue(_k)}: write 1 or more") },
            Grpc = Listen(_grpc, parsed),
            Http = Listen(_http, parsed),
            Tokens = parsed.GetValue(_tokens),
            LocalRole = parsed.GetValue(_local) is "none" ? null : TokenFile.RoleOf(parsed.GetValue(_local)!) ?? throw new UsageException($"--local-role {parsed.GetValue(_local)}: write viewer, operator, officer or none"),
            Certificate = parsed.GetValue(_certificate),
            CertificateKey = parsed.GetValue(_key),
            Audit = parsed.GetValue(_audit) ?? Path.Combine(folder, ServerOptions.AuditName),
        };
        if (options.IsNone)
        {
            throw new UsageException("--grpc none and --http none: nobody could ask");
        }
        try
        {
            return Serve(options).GetAwaiter().GetResult();
        }
        catch (CryptographicException fault)
        {
            throw new UsageException($"--certificate {options.Certificate}: {fault.Message}");
        }
    }

    private async Task<int> Serve(ServerOptions options)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true); // tokens and certificates are looked at by themselves
        var server = new QueryServer(options, line => _terminal.Error.WriteLine($"traffic: {line}"));
        await using (server.ConfigureAwait(false))
        {
            await server.Start().ConfigureAwait(false);
            foreach (var address in server.Addresses)
            {
                _terminal.Error.WriteLine($"traffic: listening on {address}");
            }
            await stop.Task.ConfigureAwait(false);
        }
        return ExitStatus.Done;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static ListenAddress? Listen(Option<string> option, ParseResult parsed) => ListenAddress.TryParse(parsed.GetValue(option)!, out var address) ? address
        : throw new UsageException($"{option.Name} {parsed.GetValue(option)}: {ListenAddress.Remedy}");

    private static Option<string> Address(string name, string standard, string description) =>
        new(name) { HelpName = "ADDRESS", Description = $"{description} Default: {standard}.", DefaultValueFactory = _ => standard };
}
