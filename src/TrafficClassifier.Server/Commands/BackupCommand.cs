using System.CommandLine;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Commands;

/// <summary><c>traffic backup</c> and <c>traffic restore</c>: copies a store.</summary>
internal sealed class BackupCommand : VerbCommand
{
    private const string About = "Copies a store into a new folder, also while traffic run writes to it. The copy holds the counts (counts.db) and the names (people.db).";
    private const string AboutRestore = "Makes a store out of a backup.";

    private const string Examples = """
          traffic backup --store /var/lib/traffic /backup/traffic-2026-11-24
        """;

    private const string ExamplesRestore = """
          traffic restore --store /var/lib/traffic /backup/traffic-2026-11-24
        """;

    private readonly Option<string> _store = new("--store") { HelpName = "DIR", Description = "The store.", Required = true };
    private readonly Argument<string> _folder = new("FOLDER") { Description = "The backup." };

    public BackupCommand(Terminal terminal, bool isRestore)
        : base(isRestore ? "restore" : "backup", isRestore ? AboutRestore : About, isRestore ? ExamplesRestore : Examples)
    {
        Options.Add(_store);
        Arguments.Add(_folder);
        SetAction(parsed =>
        {
            var (store, folder) = (parsed.GetValue(_store)!, parsed.GetValue(_folder)!);
            var (from, to) = isRestore ? (folder, store) : (store, folder);
            SqliteStore.Copy(from, to);
            terminal.Error.WriteLine($"{from}: copied to {to}");
            return ExitStatus.Done;
        });
    }
}
