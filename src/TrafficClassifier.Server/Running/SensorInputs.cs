using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Server.Commands;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Server.Running;

/// <summary>What names sites, people and days: read from the files that the configuration names.</summary>
internal sealed record SensorInputs(SiteCatalog Catalog, StaffDirectory? Directory, Calendar Calendar, RadiusSecret? Secret, IReadOnlyList<InputError> Errors)
{
    /// <summary>Of the files when they were about to be read.</summary>
    public string Stamp { get; private init; } = "";

    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SensorInputs Read(SensorOptions options)
    {
        List<InputError> errors = [];
        var stamp = InputWatch.Stamp(FilesOf(options));
        var catalog = CatalogFile.Load([.. options.Catalogs]);
        errors.AddRange(catalog.Errors);
        StaffDirectory? directory = null;
        if (options.Staff is { } staff)
        {
            directory = DirectoryFile.Read(staff);
            errors.AddRange(directory.Errors);
        }
        IReadOnlyList<DateOnly> holidays = [];
        if (options.Holidays is { } path)
        {
            (holidays, var wrong) = HolidayFile.Read(path);
            errors.AddRange(wrong);
        }
        return new SensorInputs(catalog, directory, new Calendar(options.Zone, holidays: holidays), InputOptions.RadiusSecret(options.RadiusSecret), errors) { Stamp = stamp };
    }

    /// <summary>Files that may change while the daemon runs.</summary>
    public static IEnumerable<string> FilesOf(SensorOptions options) => [.. options.Catalogs, .. new[] { options.Staff, options.Holidays }.OfType<string>()];

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Catalog.Sites.Count} sites, {(Directory is null ? "no directory" : $"{Directory.Staff.Count} staff in {Directory.Departments.Count} departments")}, {Calendar.HolidayCount} holidays");
}
