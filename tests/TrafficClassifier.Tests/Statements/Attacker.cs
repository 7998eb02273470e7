using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Statements;

/// <summary>
/// Knows every headcount, every rule of suppression and everything printed, and tries all tables there could be: what looks the same
/// in print must differ in every hidden cell.
/// </summary>
internal sealed class Attacker
{
    private readonly Dictionary<string, (int[] First, bool[] Varies, bool[] Hidden)> _seen = [];

    public void Look(string print, int[] values, bool[] hidden)
    {
        if (!_seen.TryGetValue(print, out var known))
        {
            _seen.Add(print, known = ([.. values], new bool[values.Length], [.. hidden]));
        }
        for (var i = 0; i < values.Length; i++)
        {
            known.Varies[i] |= values[i] != known.First[i];
        }
    }

    public IEnumerable<string> Derived => _seen.Where(pair => pair.Value.Hidden.Zip(pair.Value.Varies).Any(cell => cell.First && !cell.Second))
        .Select(pair => $"{pair.Key} = {string.Join(' ', pair.Value.First)}");

    public static StatementRow Row(int? department, int? hour, int count, int headcount) => new(
        new RowKey(department is { } id ? new DepartmentId(id) : null, null, null, null, hour), department?.ToString("00", null), new StatementCell(count, headcount, false));

    public static string Print(IEnumerable<StatementRow> rows) => string.Join(' ', rows.Select(row => row.Cell.IsSuppressed ? "*" : row.Cell.Count.ToString((IFormatProvider?)null)));

    public static StatementCell Total(int count, int headcount, int k) => new(count, headcount, Suppression.IsSmall(count, headcount, k));

    public static string Print(StatementCell cell) => cell.IsSuppressed ? "*" : cell.Count.ToString((IFormatProvider?)null);
}
