using TrafficClassifier.Identity;

namespace TrafficClassifier.Statements;

/// <summary>
/// The denominators: staff whose directory entry is valid on at least one day that the calendar counts. Who changed department stands in
/// each department and once in the total.
/// </summary>
internal sealed class Headcounts
{
    private readonly StaffDirectory _directory;
    private readonly List<DateOnly> _days;

    /// <param name="directory">The people.</param>
    /// <param name="days">The counted days, ascending.</param>
    public Headcounts(StaffDirectory directory, List<DateOnly> days)
    {
        _directory = directory;
        _days = days;
    }

    /// <param name="department">Null for all.</param>
    /// <param name="day">Null for any counted day.</param>
    public int Count(DepartmentId? department, DateOnly? day)
    {
        var count = 0;
        for (var i = 0; i < _directory.Staff.Count; i++)
        {
            foreach (var entry in _directory.EntriesOf(new StaffId(i)))
            {
                if ((department is null || entry.Department == department) && (day is { } one ? entry.IsValidOn(one) : IsValidOnAny(entry)))
                {
                    count++;
                    break;
                }
            }
        }
        return count;
    }

    private bool IsValidOnAny(DirectoryEntry entry)
    {
        var at = _days.BinarySearch(entry.From);
        at = at < 0 ? ~at : at;
        return at < _days.Count && _days[at] <= entry.To;
    }
}
