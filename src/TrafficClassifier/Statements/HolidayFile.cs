using System.Globalization;
using System.Text;

namespace TrafficClassifier.Statements;

/// <summary>Reads holidays: one <c>YYYY-MM-DD Name</c> a line, # starts a comment. The name is for people.</summary>
public static class HolidayFile
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static (IReadOnlyList<DateOnly> Days, IReadOnlyList<InputError> Errors) Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        return Read(reader, path);
    }

    public static (IReadOnlyList<DateOnly> Days, IReadOnlyList<InputError> Errors) Read(TextReader reader, string path)
    {
        ArgumentNullException.ThrowIfNull(reader);
        List<DateOnly> days = [];
        List<InputError> errors = [];
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var text = (comment < 0 ? line : line[..comment]).Trim();
            if (text.Length == 0)
            {
                continue;
            }
            var date = text.Split((char[]?)null, 2)[0];
            if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                days.Add(day);
            }
            else
            {
                errors.Add(new InputError(path, number, $"'{date}' is no date: write YYYY-MM-DD Name"));
            }
        }
        return (days, errors);
    }
}
