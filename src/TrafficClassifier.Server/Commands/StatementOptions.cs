using System.CommandLine;
using System.Globalization;
using TrafficClassifier.Catalog;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using Calendar = TrafficClassifier.Statements.Calendar;

namespace TrafficClassifier.Server.Commands;

/// <summary>The statement's flags, the same for every command that ends in one.</summary>
internal sealed class StatementOptions
{
    private static readonly string[] _dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly Option<string[]> _site = Many("--site", "NAME", "Sites of the catalog, by name or by a domain; a statement each.");
    private readonly Option<string[]> _category = Many("--category", "NAME", "Categories of the catalog; a statement each, over all their sites.");
    private readonly Option<string?> _from = One("--from", "DATE", "First local date, inclusive (YYYY-MM-DD). Default: the first one seen.");
    private readonly Option<string?> _to = One("--to", "DATE", "Last local date, inclusive. Default: the last one seen.");
    private readonly Option<string?> _hours = One("--hours", "HH:MM-HH:MM", "Hours of the day, half-open: 08:00-09:00.");
    private readonly Option<string?> _weekdays = One("--weekdays", "DAYS", "Days of the week: mon-fri, or sat,sun.");
    private readonly Option<string?> _zone = One("--zone", "ZONE", "IANA time zone of dates and hours: Asia/Kuala_Lumpur. Default: this machine's.");
    private readonly Option<string?> _holidays = One("--holidays", "FILE", "Dates that do not count: one 'YYYY-MM-DD Name' a line.");
    private readonly Option<string[]> _by = Many("--by", "WHAT", "Break down by department, site, category, day, hour (separated by commas).");
    private readonly Option<string?> _evidence = One("--evidence", "lookup|connection", "The weakest evidence that makes a visit. Default: connection.");
    private readonly Option<bool> _includeEmbedded = new("--include-embedded") { Description = "Count connections to widgets and content networks of a site as visits, too." };
    private readonly Option<int> _k = new("--k") { HelpName = "N", Description = "Suppress groups smaller than N. Default: 5; 1 shows all, for the owner of the captures.", DefaultValueFactory = _ => StatementQuery.DefaultK };
    private readonly Option<string?> _unit = One("--unit", "staff|devices|addresses", "What to count. Default: the closest to people that the inputs allow.");
    private readonly Option<string?> _format = One("--format", "table|json|csv", "Default: table.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _site, _category, _from, _to, _hours, _weekdays, _zone, _holidays, _by, _evidence, _includeEmbedded, _k, _unit, _format })
        {
            command.Options.Add(option);
        }
    }

    public OutputFormat Format(ParseResult parsed) => parsed.GetValue(_format) switch
    {
        null or "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "csv" => OutputFormat.Csv,
        var other => throw new UsageException($"--format {other}: write table, json or csv"),
    };

    public bool HasHolidays(ParseResult parsed) => parsed.GetValue(_holidays) is not null;

    /// <param name="parsed">The command line.</param>
    /// <param name="defaultHolidays">Used when --holidays is not given; may be null.</param>
    /// <param name="defaultZone">Used when --zone is not given; null for this machine's.</param>
    /// <param name="storedHolidays">Used when no file is named.</param>
    /// <param name="errors">Lines of the holiday file that could not be used.</param>
    public Calendar Calendar(ParseResult parsed, string? defaultHolidays, string? defaultZone, List<InputError> errors, IReadOnlyList<DateOnly>? storedHolidays = null)
    {
        var (start, end) = Hours(parsed.GetValue(_hours));
        var holidays = storedHolidays ?? [];
        if ((parsed.GetValue(_holidays) ?? defaultHolidays) is { } path)
        {
            (holidays, var wrong) = HolidayFile.Read(path);
            errors.AddRange(wrong);
        }
        var (from, to) = (Date("--from", parsed.GetValue(_from)), Date("--to", parsed.GetValue(_to)));
        if (from > to)
        {
            throw new UsageException($"--from {from:yyyy-MM-dd} is later than --to {to:yyyy-MM-dd}");
        }
        return new Calendar(Zone(parsed.GetValue(_zone) ?? defaultZone), from, to, start, end, Weekdays(parsed.GetValue(_weekdays)), holidays);
    }

    /// <summary>The same question as a message: the server reads its words.</summary>
    public V1.QueryUsageRequest Request(ParseResult parsed, List<InputError> errors)
    {
        var window = new V1.Window();
        Set(_from, text => window.From = text);
        Set(_to, text => window.To = text);
        Set(_hours, text => window.Hours = text);
        Set(_weekdays, text => window.Weekdays = text);
        Set(_zone, text => window.Zone = text);
        if (parsed.GetValue(_holidays) is { } path)
        {
            var (holidays, wrong) = HolidayFile.Read(path);
            errors.AddRange(wrong);
            window.Holidays.AddRange(holidays.Select(StatementText.Of));
        }
        var request = new V1.QueryUsageRequest { Window = window, Visits = Visits(parsed), PageSize = 10_000 };
        request.Sites.AddRange(parsed.GetValue(_site) ?? []);
        request.Categories.AddRange(parsed.GetValue(_category) ?? []);
        var by = BreakdownOf(parsed);
        request.By.AddRange(Enum.GetValues<Breakdown>().Where(one => one != Breakdown.None && by.HasFlag(one)).Select(DimensionOf));
        if (parsed.GetResult(_k) is { Implicit: false })
        {
            request.K = parsed.GetValue(_k);
        }
        return request;

        void Set(Option<string?> option, Action<string> set)
        {
            if (parsed.GetValue(option) is { } text)
            {
                set(text);
            }
        }
    }

    public Breakdown BreakdownOf(ParseResult parsed) => By(parsed.GetValue(_by) ?? []);

    private V1.Visits Visits(ParseResult parsed) => new()
    {
        Evidence = parsed.GetValue(_evidence) switch
        {
            null or "connection" => V1.Evidence.Connection,
            "lookup" => V1.Evidence.Lookup,
            var other => throw new UsageException($"--evidence {other}: write lookup or connection"),
        },
        IncludeEmbedded = parsed.GetValue(_includeEmbedded),
    };

    private static V1.Dimension DimensionOf(Breakdown one) => one switch
    {
        Breakdown.Department => V1.Dimension.Department,
        Breakdown.Site => V1.Dimension.Site,
        Breakdown.Category => V1.Dimension.Category,
        Breakdown.Day => V1.Dimension.Day,
        _ => V1.Dimension.Hour,
    };

    public StatementQuery Query(ParseResult parsed, SiteCatalog catalog, Calendar calendar)
    {
        var k = parsed.GetValue(_k);
        return new StatementQuery
        {
            Calendar = calendar,
            Sites = [.. (parsed.GetValue(_site) ?? []).Select(name => Site(catalog, name)).Distinct()],
            Categories = [.. (parsed.GetValue(_category) ?? []).Select(name => Category(catalog, name)).Distinct()],
            By = By(parsed.GetValue(_by) ?? []),
            Evidence = parsed.GetValue(_evidence) switch
            {
                null or "connection" => Evidence.Connection,
                "lookup" => Evidence.Lookup,
                var other => throw new UsageException($"--evidence {other}: write lookup or connection"),
            },
            IncludeEmbedded = parsed.GetValue(_includeEmbedded),
            K = k >= 1 ? k : throw new UsageException($"--k {k}: write 1 or more"),
            Unit = parsed.GetValue(_unit) switch
            {
                null => null,
                "staff" => Unit.Staff,
                "devices" => Unit.Devices,
                "addresses" => Unit.Addresses,
                var other => throw new UsageException($"--unit {other}: write staff, devices or addresses"),
            },
        };
    }

    private static Option<string?> One(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    internal static string Site(SiteCatalog catalog, string name)
    {
        var id = catalog.FindSite(name);
        if (id == SiteId.None && catalog.TryMatch(System.Text.Encoding.ASCII.GetBytes(name.ToLowerInvariant()), out var match))
        {
            id = match.Site;
        }
        if (id != SiteId.None)
        {
            return catalog[id].Name;
        }
        var similar = catalog.Sites.Where(site => site.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).Select(site => site.Name).Take(5).ToList();
        throw new UsageException($"--site {name}: the catalog has no such site{(similar.Count > 0 ? $"; similar: {string.Join(", ", similar)}" : "")}");
    }

    internal static string Category(SiteCatalog catalog, string name) =>
        catalog.Sites.FirstOrDefault(site => site.Category.Equals(name, StringComparison.OrdinalIgnoreCase))?.Category
        ?? throw new UsageException($"--category {name}: the catalog has {string.Join(", ", catalog.Sites.Select(site => site.Category).Distinct())}");

    private static Breakdown By(string[] words)
    {
        var by = Breakdown.None;
        foreach (var word in words.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            by |= word switch
            {
                "department" => Breakdown.Department,
                "site" => Breakdown.Site,
                "category" => Breakdown.Category,
                "day" => Breakdown.Day,
                "hour" => Breakdown.Hour,
                _ => throw new UsageException($"--by {word}: write department, site, category, day or hour, separated by commas"),
            };
        }
        return by;
    }

    internal static DateOnly? Date(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1700 and <= 2200 ? date
        : throw new UsageException($"{option} {text}: write a date from 1700 to 2200 as YYYY-MM-DD");

    internal static (int Start, int End) Hours(string? text)
    {
        if (text is null)
        {
            return (0, Statements.Calendar.MinutesPerDay);
        }
        var parts = text.Split('-');
        if (parts.Length == 2 && Minute(parts[0]) is { } start && Minute(parts[1]) is { } end && start != end && start < Statements.Calendar.MinutesPerDay)
        {
            return (start, end == 0 ? Statements.Calendar.MinutesPerDay : end);
        }
        throw new UsageException($"--hours {text}: write two times of the day, as 08:00-09:00");
    }

    private static int? Minute(string text)
    {
        var parts = text.Trim().Split(':');
        if (parts.Length is not (1 or 2) || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour))
        {
            return null;
        }
        var minute = 0;
        if (parts.Length == 2 && (parts[1].Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minute)))
        {
            return null;
        }
        var total = (60 * hour) + minute;
        return minute < 60 && total <= Statements.Calendar.MinutesPerDay ? total : null;
    }

    internal static List<DayOfWeek>? Weekdays(string? text)
    {
        if (text is null)
        {
            return null;
        }
        List<DayOfWeek> days = [];
        foreach (var part in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(_dayNames, name.Trim())).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
            {
                throw new UsageException($"--weekdays {text}: write mon-fri, or sat,sun");
            }
            for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                days.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }
        return days;
    }

    internal static TimeZoneInfo Zone(string? name)
    {
        try
        {
            return name is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw new UsageException($"--zone {name}: this machine knows no such IANA zone (as Asia/Kuala_Lumpur; the package tzdata holds them)");
        }
    }
}
