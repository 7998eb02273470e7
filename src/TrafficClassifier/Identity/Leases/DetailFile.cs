using System.Globalization;

namespace TrafficClassifier.Identity.Leases;

/// <summary>
/// FreeRADIUS' detail files of accounting: a line with the date, then one indented <c>Attribute = value</c> a line, then an empty line. The
/// time is <c>Timestamp</c> (when the request came) less <c>Acct-Delay-Time</c>; the date line is in the server's zone and is not used. Passwords
/// and all other attributes are passed over.
/// </summary>
internal static class DetailFile
{
    private static readonly string[] _dates = ["ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    public static bool IsHeader(ReadOnlySpan<char> line) =>
        DateTime.TryParseExact(line, _dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public static void Read(LeaseLines lines, FoundLeases found)
    {
        var record = new DetailRecord();
        var start = 0;
        while (lines.TryRead(out var line))
        {
            if (line.IsWhiteSpace())
            {
                End(record, start, found);
                start = 0;
            }
            else if (line[0] is not ('\t' or ' '))
            {
                End(record, start, found); // a file torn by a crash lacks the empty line
                start = lines.Number;
                record.Clear();
                if (!IsHeader(line))
                {
                    found.Fail(lines.Number, $"{LeaseText.Show(line)}: expected a date such as 'Mon Jan  4 08:00:00 2010', or an indented attribute");
                }
            }
            else if (start == 0)
            {
                found.Fail(lines.Number, "an attribute outside of a record: expected a line with a date before it");
                start = lines.Number;
                record.Clear();
            }
            else if (record.Read(line) is { } wrong)
            {
                found.Fail(lines.Number, wrong);
            }
        }
        End(record, start, found);
    }

    private static void End(DetailRecord record, int start, FoundLeases found)
    {
        if (start == 0 || record.IsEmpty)
        {
            return;
        }
        if (record.TryMake(found.Devices, out var made) is { } wrong)
        {
            found.Fail(start, wrong);
        }
        else if (made is not null)
        {
            found.Add(made);
        }
    }
}
