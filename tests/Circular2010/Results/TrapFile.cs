using System.Globalization;

namespace Circular2010.Results;

internal static class TrapFile
{
    public static void Write(string path, IEnumerable<TrapRow> rows)
    {
        using StreamWriter writer = TextFile.Create(path);
        writer.WriteLine("trap,people,count_if_mishandled");
        foreach (TrapRow row in rows)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Trap},{row.People},{row.CountIfMishandled}"));
        }
    }
}
