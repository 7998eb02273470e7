using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Dates that do not count.</summary>
public sealed class HolidayFileTests
{
    [Fact]
    public void A_date_stands_first_and_its_name_is_for_people()
    {
        var (days, errors) = Read("# of 2010\n2010-02-14 Chinese New Year\n\n  2010-02-15\tits second day # a comment\n2010-05-01\n");

        Assert.Empty(errors);
        Assert.Equal([new DateOnly(2010, 2, 14), new DateOnly(2010, 2, 15), new DateOnly(2010, 5, 1)], days);
    }

    [Fact]
    public void Wrong_dates_are_told_by_line_and_the_others_count()
    {
        var (days, errors) = Read("2010-02-30 Nothing\n2010-02-14 New Year\n14.02.2010 New Year\n");

        Assert.Equal([new DateOnly(2010, 2, 14)], days);
        Assert.Equal(["holidays.txt:1: '2010-02-30' is no date: write YYYY-MM-DD Name", "holidays.txt:3: '14.02.2010' is no date: write YYYY-MM-DD Name"],
            errors.Select(error => error.ToString()));
    }

    private static (IReadOnlyList<DateOnly> Days, IReadOnlyList<InputError> Errors) Read(string text) => HolidayFile.Read(new StringReader(text), "holidays.txt");
}
