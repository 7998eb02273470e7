using System.Globalization;
using System.Text;

namespace TrafficClassifier.Identity;

/// <summary>
/// Reads the staff directory: CSV (RFC 4180) with the header <c>staff_id,department,device[,valid_from,valid_to]</c>, columns in any order.
/// A device is a MAC in any usual spelling, id:HEX (DHCP client id or DUID), host:NAME or user:NAME (of accounting); empty for a person
/// without one. The staff_id * stands for a device that several people share, and there also for ip:ADDRESS or ip:NETWORK/BITS, behind which
/// several people are. Dates are ISO 8601,
/// local, both inclusive, empty for open. A line is one row: no line breaks in quotes; lines that begin with # are comments. A wrong line is
/// told and left out (where only its device is somebody else's, the person stays); all mistakes are told at once.
/// </summary>
public static class DirectoryFile
{
    /// <summary>The staff_id of what belongs to no one person.</summary>
    internal const string Shared = "*";

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
        Columns? columns = null;
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var content = text.AsSpan().Trim(line == 1 ? "\uFEFF \t" : " \t");
            if (content.IsEmpty || content[0] == '#')
            {
                continue;
            }
            if (directory.Errors.Count == MostErrors)
            {
                directory.AddError(new InputError(path, line, $"{MostErrors} mistakes: the rest is not read. Correct these first"));
                break;
            }
            if (CsvLine.Split(content) is not { } fields)
            {
                directory.AddError(new InputError(path, line, "a quoted field does not end: write \"...\" around it, on one line, with \"\" for a quote inside"));
            }
            else if (columns is not null)
            {
                if (fields.Any(field => field.Length > 0) && TryAdd(directory, columns, fields) is { } reason)
                {
                    directory.AddError(new InputError(path, line, reason));
                }
            }
            else if ((columns = Columns.TryRead(fields)) is null)
            {
                directory.AddError(new InputError(path, line, "the first line must name the columns: staff_id,department,device[,valid_from,valid_to]"));
                return directory;
            }
        }
        if (columns is null && directory.Errors.Count == 0)
        {
            directory.AddError(new InputError(path, 1, "empty: expected the columns staff_id,department,device[,valid_from,valid_to]"));
        }
        return directory;
    }

    private static string? TryAdd(StaffDirectory directory, Columns columns, List<string> fields)
    {
        var (staffId, department, device) = (columns.Staff(fields), columns.Department(fields), columns.Device(fields));
        if (staffId.Length == 0)
        {
            return "staff_id is empty";
        }
        if (department.Length == 0 && staffId != Shared)
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
        if (device.StartsWith("ip:", StringComparison.OrdinalIgnoreCase))
        {
            return AddAddress(directory, staffId, device, from, to);
        }
        DeviceKey key = default;
        if (device.Length > 0 && !DeviceKey.TryParse(device, out key))
        {
            return $"device '{device}' is neither a MAC, id:HEX, host:NAME nor user:NAME";
        }
        // A line is used whole or not at all.
        var who = device.Length > 0 ? directory.OtherHolder(key, staffId, from, to) : StaffId.None;
        if (who != StaffId.None)
        {
            return $"device '{device}' belongs to {directory.NameOf(who)} on some of these days already";
        }
        if (staffId == Shared)
        {
            if (device.Length == 0)
            {
                return "the staff_id * is for shared devices and addresses: name one";
            }
            directory.AddDevice(key, StaffId.Shared, from, to);
            return null;
        }
        var staff = directory.InternStaff(staffId);
        var where = directory.TryAddEntry(new DirectoryEntry(staff, directory.InternDepartment(department), from, to));
        if (where != DepartmentId.None)
        {
            return $"{staffId} is in {directory.Departments[where.Value]} on some of these days already";
        }
        if (device.Length > 0)
        {
            directory.AddDevice(key, staff, from, to);
        }
        return null;
    }

    private static string? AddAddress(StaffDirectory directory, string staffId, string device, DateOnly from, DateOnly to)
    {
        if (staffId != Shared)
        {
            return $"device '{device}': an address belongs to nobody for good; only shared ones are named, with the staff_id *";
        }
        if (!SharedAddresses.TryParse(device[3..].Trim(), out var network, out var bits))
        {
            return $"device '{device}' is neither ip:ADDRESS nor ip:NETWORK/BITS";
        }
        directory.AddShared(network, bits, from, to);
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

        public static Columns? TryRead(List<string> header)
        {
            string[] names = ["staff_id", "department", "device", "valid_from", "valid_to"];
            var at = names.Select(name => header.FindIndex(field => field.Equals(name, StringComparison.OrdinalIgnoreCase))).ToArray();
            return at.Take(3).Any(i => i < 0) ? null : new Columns(at);
        }

        public string Staff(List<string> fields) => Field(fields, 0);

        public string Department(List<string> fields) => Field(fields, 1);

        public string Device(List<string> fields) => Field(fields, 2);

        public string From(List<string> fields) => Field(fields, 3);

        public string To(List<string> fields) => Field(fields, 4);

        private string Field(List<string> fields, int column) => _at[column] >= 0 && _at[column] < fields.Count ? fields[_at[column]] : "";
    }
}
