namespace TrafficClassifier.Tests.Server;

/// <summary>The statement as CSV and as a table.</summary>
public sealed class StatementCsvTests
{
    private const string Header = "unit,site,category,from,to,hours,weekdays,zone,department,day,hour,count,headcount,percent,suppressed,at_least,at_most";

    [Fact]
    public void A_line_a_statement_without_rows()
    {
        Assert.Equal($"""
            {Header}
            staff,Facebook,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,,,,2,6,33.33,false,2,3
            staff,LinkedIn,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,,,,1,6,16.67,false,1,1
            staff,Twitter,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,,,,1,6,16.67,false,1,1
            staff,Wikipedia,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,,,,1,6,16.67,false,1,1

            """, Traffic.Run(Traffic.Lan("--k", "1", "--format", "csv")).Output);
    }

    [Fact]
    public void A_line_a_row_and_no_figures_of_what_is_suppressed()
    {
        Assert.Equal($"""
            {Header}
            staff,Facebook,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,Bursary,,,,,,true,,
            staff,Facebook,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,Library,,,,,,true,,
            staff,Facebook,,2026-11-23,2026-11-23,00:00-24:00,mon-sun,UTC,Registry,,,,,,true,,

            """, Traffic.Run(Traffic.Lan("--site", "Facebook", "--by", "department", "--format", "csv")).Output);
    }

    [Theory]
    [InlineData("Law, and Order", "\"Law, and Order\"")]
    [InlineData("The \"\"Law\"\"", "\"The \"\"Law\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"")]
    public void A_field_is_quoted_and_never_a_formula(string department, string expected)
    {
        using var folder = new TemporaryFolder();
        var staff = folder.Write("staff.csv", $"staff_id,department,device\nS1,\"{department}\",02:a1:00:00:00:01\n");
        var run = Traffic.Run(Traffic.Lan("--staff", staff, "--site", "Facebook", "--by", "department", "--k", "1", "--format", "csv"));

        Assert.Contains($",UTC,{expected},,,1,1,100.00,false,,\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_for_a_person()
    {
        Assert.Equal("""
            Facebook, 2026-11-23, 00:00-24:00 UTC:

              2 of 6 staff (33.33 %)

              on the one day that the calendar counts
              at least 2, at most 3

            Facebook by department:

              department  staff  of      %
              Bursary         0   2   0.00
              Library         1   2  50.00
              Registry        1   2  50.00

            """, Traffic.Run(Traffic.Lan("--site", "Facebook", "--by", "department", "--k", "1")).Output.Split("\nCoverage")[0]);
    }

    [Fact]
    public void A_table_says_what_is_suppressed_and_why()
    {
        var output = Traffic.Run(Traffic.Lan("--by", "department", "--site", "Facebook")).Output;

        Assert.Contains("  * staff (suppressed: the group is too small to be shown)\n", output, StringComparison.Ordinal);
        Assert.Contains("  Bursary         *\n", output, StringComparison.Ordinal);
        Assert.Contains("* 4 suppressed: fewer than 5 people, or all but fewer than 5, or needed to hide such a group", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_every_site_ends_with_the_coverage()
    {
        var output = Traffic.Run(Traffic.Lan("--k", "1")).Output;

        Assert.StartsWith("2026-11-23, 00:00-24:00 UTC, on the one day that the calendar counts:\n\n  site       staff  of      %  at most\n  Facebook       2   6  33.33        3\n", output, StringComparison.Ordinal);
        Assert.Contains("Coverage of the window:\n  frames       411 received, 0 lost; ", output, StringComparison.Ordinal);
        Assert.EndsWith("  minutes      frames in 2 of 1,440\n", output, StringComparison.Ordinal);
    }
}
