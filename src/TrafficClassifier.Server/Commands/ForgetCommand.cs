using System.CommandLine;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic forget</c>: removes a person's name from a store.</summary>
internal sealed class ForgetCommand : VerbCommand
{
    private const string About = "Removes a person's id and links from a store for ever. Past counts do not change; the number is never given again. Backups keep what they hold: forget there, too.";

    private const string Examples = """
          traffic forget --store /var/lib/traffic S0815
        """;

    private readonly Option<string> _store = new("--store") { HelpName = "DIR", Description = "The store, or a backup.", Required = true };
    private readonly Argument<string> _staff = new("STAFF") { Description = "The person's staff_id." };

    public ForgetCommand(Terminal terminal)
        : base("forget", About, Examples)
    {
        Options.Add(_store);
        Arguments.Add(_staff);
        SetAction(parsed =>
        {
            var (store, staff) = (parsed.GetValue(_store)!, parsed.GetValue(_staff)!);
            if (!SqliteStore.Forget(store, staff))
            {
                throw new InvalidDataException($"{store} knows nobody called {staff}");
            }
            terminal.Error.WriteLine($"{staff}: forgotten");
            return ExitStatus.Done;
        });
    }
}
