using TrafficClassifier.Identity;
using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Denominators: who is in the directory on a day that counts.</summary>
public sealed class HeadcountsTests
{
    private static readonly StaffDirectory _directory = StatementHarness.DirectoryOf("""
        always,Arts,,,
        joined,Arts,,2010-01-06,
        left,Law,,,2010-01-05
        earlier,Law,,,2010-01-03
        later,Law,,2010-01-09,
        moved,Arts,,,2010-01-05
        moved,Law,,2010-01-06,
        back,Law,,,2010-01-04
        back,Law,,2010-01-07,
        """);

    [Theory]
    [InlineData(null, null, 5)]
    [InlineData("Arts", null, 3)]
    [InlineData("Law", null, 3)]
    [InlineData(null, 4, 4)]
    [InlineData(null, 5, 3)]
    [InlineData(null, 6, 3)]
    [InlineData("Arts", 5, 2)]
    [InlineData("Arts", 6, 2)]
    [InlineData("Law", 4, 2)]
    [InlineData("Law", 5, 1)]
    [InlineData("Law", 6, 1)]
    [InlineData("Law", 7, 2)]
    public void Dates_are_inclusive_and_a_transfer_stands_in_both_departments_and_once_in_the_total(string? department, int? day, int expected)
    {
        var headcounts = new Headcounts(_directory, [.. Enumerable.Range(4, 5).Select(date => new DateOnly(2010, 1, date))]);
        DepartmentId? id = department is null ? null : new DepartmentId(_directory.Departments.ToList().IndexOf(department));

        Assert.Equal(expected, headcounts.Count(id, day is { } date ? new DateOnly(2010, 1, date) : null));
    }

    [Fact]
    public void Who_is_there_only_on_days_that_do_not_count_is_not_in_it()
    {
        var headcounts = new Headcounts(StatementHarness.DirectoryOf("guest,Arts,,2010-01-05,2010-01-06"), [new DateOnly(2010, 1, 4), new DateOnly(2010, 1, 7)]);

        Assert.Equal(0, headcounts.Count(null, null));
    }

    [Theory]
    [InlineData(1310, 1500, "87.33")]
    [InlineData(1, 8, "12.5")]
    [InlineData(2469, 20000, "12.35")]
    [InlineData(1, 3, "33.33")]
    [InlineData(2, 3, "66.67")]
    [InlineData(0, 7, "0")]
    [InlineData(7, 7, "100")]
    public void Percent_has_two_decimals_rounded_half_up(int count, int headcount, string percent) =>
        Assert.Equal(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture), new StatementCell(count, headcount, false).Percent);

    [Fact]
    public void Without_a_headcount_there_is_no_percent()
    {
        Assert.Null(new StatementCell(3, null, false).Percent);
        Assert.Null(new StatementCell(0, 0, false).Percent);
    }
}
