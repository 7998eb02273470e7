using TrafficClassifier.Statements;

namespace TrafficClassifier.Tests.Statements;

/// <summary>Small groups are not shown, and not to be told from what is.</summary>
public sealed class SuppressionTests
{
    [Theory]
    [InlineData(0, 100, 5, false)]
    [InlineData(1, 100, 5, true)]
    [InlineData(4, 100, 5, true)]
    [InlineData(5, 100, 5, false)]
    [InlineData(95, 100, 5, false)]
    [InlineData(96, 100, 5, true)]
    [InlineData(99, 100, 5, true)]
    [InlineData(100, 100, 5, false)]
    [InlineData(0, 4, 5, true)]
    [InlineData(4, 4, 5, true)]
    [InlineData(0, 5, 5, false)]
    [InlineData(4, null, 5, true)]
    [InlineData(5, null, 5, false)]
    [InlineData(1, 2, 1, false)]
    [InlineData(2, 9, 2, true)] // with 2, a hidden cell could only be 1
    public void A_cell_is_small_by_its_visitors_by_who_is_missing_and_by_its_headcount(int count, int? headcount, int k, bool expected) =>
        Assert.Equal(expected, Suppression.IsSmall(count, headcount, k));

    [Theory]
    [InlineData("20/100 30/100 40/100", "20 30 40")] // nothing is small
    [InlineData("20/100 3/50 40/90", "20 * *")] // 90 is the smallest of the others
    [InlineData("20/100 3/50 4/60 40/90", "20 * * *")] // 3 and 4 are 7 together, too few
    [InlineData("4/100 5/5 40/90 30/80", "* * 40 *")] // 4 and 5 of 5 are 9, and could only be that
    [InlineData("4/50 4/60 30/80", "* * *")] // 8 could only be 4 and 4
    [InlineData("2/4 10/200 0/300", "* * 0")] // below k by its headcount
    [InlineData("0/4 0/200 3/300", "* * *")]
    public void Another_department_goes_where_one_could_be_computed(string table, string expected) => Assert.Equal(expected, Print(Apply(table)));

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            (int Count, int Headcount)[] cells = [.. Enumerable.Range(0, 8).Select(_ => random.Next(3, 40)).Select(headcount => (random.Next(headcount + 1), headcount))];
            var rows = Rows(cells);
            var shuffled = rows.ToArray();
            random.Shuffle(shuffled);
            var expected = Hidden(rows, cells);
            Assert.Equal(expected, Hidden([.. shuffled], cells));
        }

        static IEnumerable<string> Hidden(List<StatementRow> rows, (int Count, int Headcount)[] cells)
        {
            Suppression.Apply(rows, 5, id => id is null ? Total(cells) : rows.Find(row => row.Key.Department == id)!.Cell);
            return rows.Where(row => row.Cell.IsSuppressed).Select(row => row.Department!).Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Where_nobody_was_a_small_department_hides_no_other() => Assert.Equal("* 0 0", Print(Apply("0/3 0/40 0/100")));

    [Fact]
    public void One_for_k_shows_everything() => Assert.Equal("1 2 3", Print(Apply("1/2 2/2 3/100", 1)));

    [Fact]
    public void An_hour_that_the_total_would_tell_is_hidden_with_another()
    {
        List<StatementRow> rows = [Attacker.Row(null, 8, 0, 100), Attacker.Row(null, 9, 30, 100), Attacker.Row(null, 10, 4, 100)];
        Suppression.Apply(rows, 5, _ => new StatementCell(34, 100, false)); // 30 and 4 of 34: nobody came twice

        Assert.Equal("* 30 *", Print(rows));
    }

    [Fact]
    public void An_hour_is_hidden_alone_where_the_others_reach_the_total()
    {
        List<StatementRow> rows = [Attacker.Row(null, 8, 20, 100), Attacker.Row(null, 9, 30, 100), Attacker.Row(null, 10, 4, 100)];
        Suppression.Apply(rows, 5, _ => new StatementCell(34, 100, false));

        Assert.Equal("20 30 *", Print(rows));
    }

    private static List<StatementRow> Apply(string table, int k = 5)
    {
        (int Count, int Headcount)[] cells = [.. table.Split(' ').Select(cell => cell.Split('/')).Select(part => (int.Parse(part[0], null), int.Parse(part[1], null)))];
        var rows = Rows(cells);
        Suppression.Apply(rows, k, id => id is { } department ? rows[department.Value].Cell : Total(cells));
        return rows;
    }

    private static StatementCell Total((int Count, int Headcount)[] cells) => Attacker.Total(cells.Sum(cell => cell.Count), cells.Sum(cell => cell.Headcount), 5);

    private static List<StatementRow> Rows((int Count, int Headcount)[] cells) => [.. cells.Select((cell, i) => Attacker.Row(i, null, cell.Count, cell.Headcount))];

    private static string Print(IEnumerable<StatementRow> rows) => Attacker.Print(rows);
}
