using System.Globalization;
using System.Text.Json;
using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Storage;

/// <summary>What the numbers of a store mean: sites, departments and who is in them, kinds of subjects, zone, and what was lost.</summary>
public sealed record StoreDescription
{
    private const int Version = 2;

    /// <summary>Identifies the captures: names, lengths and first times.</summary>
    public required string Inputs { get; init; }

    /// <summary>In which the directory's dates were read.</summary>
    public required string Zone { get; init; }

    /// <summary>Dates that did not count in the replay's own statement: the default of every later one.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    public required IReadOnlyList<Site> Sites { get; init; }

    /// <summary>Null when there was no directory.</summary>
    public StaffDirectory? Directory { get; init; }

    public required IReadOnlyList<SubjectKind> Kinds { get; init; }

    /// <summary>What the replay was told to count; null for the closest to people.</summary>
    public Unit? Unit { get; init; }

    /// <summary>What the sets are of.</summary>
    public Unit CountedUnit => Unit ?? (Directory is not null ? Statements.Unit.Staff : Kinds.Contains(SubjectKind.Device) ? Statements.Unit.Devices : Statements.Unit.Addresses);

    public long Evictions { get; init; }

    public long InputErrors { get; init; }

    public long BucketCount { get; init; }

    /// <summary>The sites without their domains: enough to ask.</summary>
    public SiteCatalog ToCatalog() => new(Sites, new Dictionary<string, DomainMatch>(), []);

    public void Write(string path)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("inputs", Inputs);
        json.WriteString("zone", Zone);
        if (Unit is { } unit)
        {
            json.WriteNumber("unit", (int)unit);
        }
        json.WriteStartArray("holidays");
        foreach (var day in Holidays)
        {
            json.WriteNumberValue(day.DayNumber);
        }
        json.WriteEndArray();
        json.WriteNumber("buckets", BucketCount);
        json.WriteNumber("evictions", Evictions);
        json.WriteNumber("input_errors", InputErrors);
        json.WriteStartArray("sites");
        foreach (var site in Sites)
        {
            json.WriteStartArray();
            json.WriteStringValue(site.Name);
            json.WriteStringValue(site.Category);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        WriteDirectory(json);
        json.WriteString("kinds", string.Concat(Kinds.Skip(Directory?.Staff.Count ?? 0).Select(kind => kind == SubjectKind.Device ? 'd' : 'a')));
        json.WriteEndObject();
        json.Flush();
        stream.Flush(flushToDisk: true);
    }

    /// <exception cref="InvalidDataException">No description, or of a newer version.</exception>
    public static StoreDescription Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                throw new InvalidDataException($"{path}: written by another version of this program (store version {version}, this one reads {Version})");
            }
            var directory = ReadDirectory(root);
            return new StoreDescription
            {
                Inputs = Text(root.GetProperty("inputs")),
                Zone = Text(root.GetProperty("zone")),
                Holidays = root.TryGetProperty("holidays", out var holidays) ? [.. holidays.EnumerateArray().Select(day => DateOnly.FromDayNumber(day.GetInt32()))] : [],
                BucketCount = root.GetProperty("buckets").GetInt64(),
                Evictions = root.GetProperty("evictions").GetInt64(),
                InputErrors = root.GetProperty("input_errors").GetInt64(),
                Sites = [.. root.GetProperty("sites").EnumerateArray().Select(site => new Site(Text(site[0]), Text(site[1])))],
                Directory = directory,
                Unit = root.TryGetProperty("unit", out var unit) ? ReadUnit(unit.GetInt32()) : null,
                Kinds = [.. Enumerable.Repeat(SubjectKind.Staff, directory?.Staff.Count ?? 0),
                    .. Text(root.GetProperty("kinds")).Select(c => c == 'd' ? SubjectKind.Device : SubjectKind.Address)],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{path}: no description of a store: {exception.Message.Split('\n')[0].TrimEnd()}", exception);
        }
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("a text is missing");

    private static Unit ReadUnit(int number) => Enum.IsDefined((Unit)number) ? (Unit)number : throw new FormatException($"there is no unit {number}");

    private void WriteDirectory(Utf8JsonWriter json)
    {
        if (Directory is null)
        {
            return;
        }
        json.WriteStartArray("departments");
        foreach (var department in Directory.Departments)
        {
            json.WriteStringValue(department);
        }
        json.WriteEndArray();
        json.WriteStartArray("staff");
        for (var i = 0; i < Directory.Staff.Count; i++)
        {
            json.WriteStartArray();
            foreach (var entry in Directory.EntriesOf(new StaffId(i)))
            {
                json.WriteNumberValue(entry.Department.Value);
                json.WriteNumberValue(entry.From.DayNumber);
                json.WriteNumberValue(entry.To.DayNumber);
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static StaffDirectory? ReadDirectory(JsonElement root)
    {
        if (!root.TryGetProperty("departments", out var departments))
        {
            return null;
        }
        var directory = new StaffDirectory();
        foreach (var department in departments.EnumerateArray())
        {
            directory.InternDepartment(Text(department));
        }
        var number = 0;
        foreach (var entries in root.GetProperty("staff").EnumerateArray())
        {
            var staff = directory.InternStaff(number++.ToString(CultureInfo.InvariantCulture));
            for (var i = 0; i + 2 < entries.GetArrayLength(); i += 3)
            {
                var department = entries[i].GetInt32();
                if (department < 0 || department >= directory.Departments.Count)
                {
                    throw new FormatException($"there is no department {department}");
                }
                directory.TryAddEntry(new DirectoryEntry(staff, new DepartmentId(department),
                    DateOnly.FromDayNumber(entries[i + 1].GetInt32()), DateOnly.FromDayNumber(entries[i + 2].GetInt32())));
            }
        }
        return directory;
    }
}
