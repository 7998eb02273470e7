using System.Globalization;
using System.Text;
using Microsoft.VisualBasic.FileIO;

namespace TrafficClassifier.Identity;

/// <summary>
/// Reads the staff directory: CSV (RFC 4180) with the header <c>staff_id,department,device[,valid_from,valid_to]</c>, columns in any order.
/// A device is a MAC in any usual spelling, id:HEX (DHCP client id) or host:NAME; empty for a person without one. Dates are ISO 8601,
/// local, both inclusive, empty for open. A wrong line is told and left out; all mistakes are told at once.
/// </summary>
public static class DirectoryFile
{
    private const int MostErrors = 1000;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static StaffDirectory Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Read(reader, path);
    }

    public static StaffDirectory Read(TextReader reader, string path)
    {
        var directory = new StaffDirectory();
        using var parser = new TextFieldParser(reader) { TextFieldType = FieldType.Delimited, HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = true };
        parser.SetDelimiters(",");
        Columns? columns = null;
        while (!parser.EndOfData && directory.Errors.Count < MostErrors)
        {
            var line = (int)parser.LineNumber;
            string[] fields;
            try
            {
                fields = parser.ReadFields() ?? [];
            }
            catch (MalformedLineException)
            {
                directory.AddError(new InputError(path, line, "a quoted field does not end"));
                continue;
            }
            if (fields.Length == 0 || fields[0].StartsWith('#'))
            {
                continue;
            }
            if (columns is null)
            {
                columns = Columns.TryRead(fields);
                if (columns is null)
                {
                    directory.AddError(new InputError(path, line, "the first line must name the columns: staff_id,department,device[,valid_from,valid_to]"));
                    return directory;
                }
                continue;
            }
            if (TryAdd(directory, columns, fields) is { } reason)
            {
                directory.AddError(new InputError(path, line, reason));
            }
        }
        if (columns is null && directory.Errors.Count == 0)
        {
            directory.AddError(new InputError(path, 1, "empty: expected the columns staff_id,department,device[,valid_from,valid_to]"));
        }
        return directory;
    }

    private static string? TryAdd(StaffDirectory directory, Columns columns, string[] fields)
    {
        var (staffId, department, device) = (columns.Staff(fields), columns.Department(fields), columns.Device(fields));
        if (staffId.Length == 0)
        {
            return "staff_id is empty";
        }
        if (department.Length == 0)
        {
            return $"department of {staffId} is empty";
        }
        if (!TryParseDate(columns.From(fields), DateOnly.MinValue, out var from))
        {
            return $"valid_from '{columns.From(fields)}' is no date: write YYYY-MM-DD or leave it empty";
        }
        if (!TryParseDate(columns.To(fields), DateOnly.MaxValue, out var to))
        {
            return $"valid_to '{columns.To(fields)}' is no date: write YYYY-MM-DD or leave it empty";
        }
        if (from > to)
        {
            return $"valid_from {from:yyyy-MM-dd} is later than valid_to {to:yyyy-MM-dd}";
        }
        DeviceKey key = default;
        if (device.Length > 0 && !DeviceKey.TryParse(device, out key))
        {
            return $"device '{device}' is neither a MAC, id:HEX nor host:NAME";
        }
        var staff = directory.InternStaff(staffId);
        directory.AddEntry(new DirectoryEntry(staff, directory.InternDepartment(department), from, to));
        if (device.Length > 0)
        {
            var other = directory.TryAddDevice(key, staff, from, to);
            if (other != StaffId.None)
            {
                return $"device '{device}' belongs to {directory.Staff[other.Value]} on some of these days already";
            }
        }
        return null;
    }

    private static bool TryParseDate(string text, DateOnly open, out DateOnly date)
    {
        date = open;
        return text.Length == 0 || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Where each column stands; -1 where an optional one is missing.</summary>
    private sealed class Columns
    {
        private readonly int[] _at;

        private Columns(int[] at) => _at = at;

        public static Columns? TryRead(string[] header)
        {
            string[] names = ["staff_id", "department", "device", "valid_from", "valid_to"];
            var at = names.Select(name => Array.FindIndex(header, field => field.Trim('\uFEFF').Equals(name, StringComparison.OrdinalIgnoreCase))).ToArray();
            return at.Take(3).Any(i => i < 0) ? null : new Columns(at);
        }

        public string Staff(string[] fields) => Field(fields, 0);

        public string Department(string[] fields) => Field(fields, 1);

        public string Device(string[] fields) => Field(fields, 2);

        public string From(string[] fields) => Field(fields, 3);

        public string To(string[] fields) => Field(fields, 4);

        private string Field(string[] fields, int column) => _at[column] >= 0 && _at[column] < fields.Length ? fields[_at[column]] : "";
    }
}
