namespace Circular2010.Results;

/// <summary>holidays.txt: none of them falls into the week.</summary>
internal static class HolidayFile
{
    public static void Write(string path)
    {
        using StreamWriter writer = TextFile.Create(path);
        writer.Write(
            """
            # Public holidays in Kuala Lumpur, beginning of 2010
            2010-01-01 New Year's Day
            2010-01-30 Thaipusam
            2010-02-01 Federal Territory Day
            2010-02-14 Chinese New Year
            2010-02-15 Chinese New Year, second day

            """.ReplaceLineEndings("\n"));
    }
}
