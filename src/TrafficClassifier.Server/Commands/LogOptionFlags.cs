using System.CommandLine;
using TrafficClassifier.Logs;

namespace TrafficClassifier.Server.Commands;

/// <summary>The flags that say of logs what their lines do not.</summary>
internal sealed class LogOptionFlags
{
    private readonly Option<string?> _zone = new("--log-zone") { HelpName = "ZONE", Description = "IANA zone of times in logs that have none. Default: the statement's, else UTC." };
    private readonly Option<int?> _year = new("--log-year") { HelpName = "YYYY", Description = "Year of the first line of logs whose times have none. Default: the latest in which it is not after the file's last change." };

    public void AddTo(Command command)
    {
        command.Options.Add(_zone);
        command.Options.Add(_year);
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="zone">Where no other is given.</param>
    public LogOptions Read(ParseResult parsed, TimeZoneInfo zone)
    {
        var name = parsed.GetValue(_zone);
        var year = parsed.GetValue(_year);
        if (year is < 1970 or > 2261)
        {
            throw new UsageException($"--log-year {year}: write 1970 to 2261");
        }
        return name is null || TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!) ? new LogOptions { Zone = zone, Year = year }
            : throw new UsageException($"--log-zone {name}: write an IANA zone, such as Asia/Kuala_Lumpur");
    }
}
