using TrafficClassifier.Catalog;
using TrafficClassifier.Identity;
using TrafficClassifier.Sightings;
using TrafficClassifier.Statements;
using TrafficClassifier.Usage;

namespace TrafficClassifier.Tests.Statements;

/// <summary>From closed minutes to the answer.</summary>
public sealed class StatementBuilderTests
{
    private static StatementHarness Ten => new() { Directory = StatementHarness.DirectoryOf(("Arts", 6), ("Law", 4)) };

    [Fact]
    public void Any_day_counts_a_person_once_and_each_day_for_itself()
    {
        var visits = Ten.Visit("Face", 4, 8, [0, 1]).Visit("Face", 5, 8, [1, 2, 6]).Visit("Face", 5, 9, [2]).Visit("Face", 7, 8, [9]);
        var statement = Assert.Single(visits.Ask(StatementHarness.Query(Breakdown.Day, 1, "Face")));

        Assert.Equal((4, 10, 40m), (statement.Total.Count, statement.Total.Headcount, statement.Total.Percent));
        Assert.Equal(["04=2/10", "05=3/10", "06=0/10"], StatementHarness.Print(statement));
        Assert.Equal(3, statement.CountedDays);
    }

    [Fact]
    public void Rows_are_every_combination_also_with_nobody_in_it()
    {
        var query = StatementHarness.Query(Breakdown.Department | Breakdown.Day | Breakdown.Hour, 1, "Face") with
        {
            Calendar = new Calendar(TimeZoneInfo.Utc, new DateOnly(2010, 1, 4), new DateOnly(2010, 1, 5), 8 * 60, 10 * 60),
        };
        var statement = Assert.Single(Ten.Visit("Face", 4, 8, [0, 6]).Visit("Face", 5, 9, [7]).Visit("Face", 5, 10, [8]).Ask(query));

        Assert.Equal(["Arts/04/08=1/6", "Arts/04/09=0/6", "Arts/05/08=0/6", "Arts/05/09=0/6", "Law/04/08=1/4", "Law/04/09=0/4", "Law/05/08=0/4", "Law/05/09=1/4"],
            StatementHarness.Print(statement));
    }

    [Fact]
    public void A_person_counts_in_the_department_of_the_day()
    {
        var visits = new StatementHarness { Directory = StatementHarness.DirectoryOf("a,Arts,,,2010-01-04\na,Law,,2010-01-05,\nb,Arts,,,") };
        visits.Visit("Face", 4, 8, [0]).Visit("Face", 5, 8, [0]);
        var statement = Assert.Single(visits.Ask(StatementHarness.Query(Breakdown.Department, 1, "Face")));

        Assert.Equal(["Arts=1/2", "Law=1/1"], StatementHarness.Print(statement));
        Assert.Equal((1, 2), (statement.Total.Count, statement.Total.Headcount));
    }

    [Theory]
    [InlineData(Evidence.Connection, false, 2)]
    [InlineData(Evidence.Connection, true, 4)]
    [InlineData(Evidence.Lookup, false, 3)]
    [InlineData(Evidence.Lookup, true, 6)]
    public void A_visit_is_what_is_asked_for(Evidence evidence, bool includeEmbedded, int expected)
    {
        var visits = Ten.Visit("Face", 4, 8, [0]).Visit("Face", 4, 8, [1], Evidence.Lookup)
            .Visit("Face", 4, 8, [2], role: DomainRole.Embedded).Visit("Face", 4, 8, [3], Evidence.Lookup, DomainRole.Embedded)
            .Visit("Face", 4, 8, [4], role: DomainRole.Cover)
            .Visit("Face", 4, 8, [5], Evidence.Answer).Visit("Face", 4, 8, [6], Evidence.Answer, DomainRole.Embedded);
        var query = StatementHarness.Query(Breakdown.None, 1, "Face") with { Evidence = evidence, IncludeEmbedded = includeEmbedded };

        Assert.Equal(expected, Assert.Single(visits.Ask(query)).Total.Count);
    }

    [Fact]
    public void A_category_is_the_union_of_its_sites()
    {
        var visits = Ten.Visit("Face", 4, 8, [0, 1, 2]).Visit("Twit", 4, 9, [2, 3]).Visit("Daily", 4, 9, [9]);
        var social = Assert.Single(visits.Ask(StatementHarness.Query(Breakdown.Site) with { Categories = ["Social"] }));

        Assert.Equal(("Social", (string?)null, 4), (social.Category, social.Site, social.Total.Count));
        Assert.Equal(["Face=3/10", "Twit=2/10"], StatementHarness.Print(social));
        var all = Assert.Single(visits.Ask(StatementHarness.Query(Breakdown.Category)));
        Assert.Equal(5, all.Total.Count);
        Assert.Equal(["News=1/10", "Social=4/10"], StatementHarness.Print(all));
    }

    [Fact]
    public void Without_a_question_every_site_seen_answers_busiest_first()
    {
        var visits = Ten.Visit("Daily", 4, 8, [0]).Visit("Twit", 4, 8, [0, 1, 2]).Visit("Face", 4, 8, [5]).Visit("Weekly", 4, 8, [], Evidence.Lookup);

        Assert.Equal(["Twit", "Daily", "Face"], visits.Ask(StatementHarness.Query()).Select(statement => statement.Site));
    }

    [Fact]
    public void Sites_that_are_asked_for_answer_in_that_order_also_with_nobody()
    {
        var statements = Ten.Visit("Face", 4, 8, [0]).Ask(StatementHarness.Query(Breakdown.None, 1, "weekly", "FACE"));

        Assert.Equal([("Weekly", 0), ("Face", 1)], statements.Select(statement => (statement.Site!, statement.Total.Count)));
    }

    [Fact]
    public void Nothing_seen_is_a_number_too()
    {
        var statement = Assert.Single(Ten.Ask(StatementHarness.Query()));

        Assert.Equal((0, 10), (statement.Total.Count, statement.Total.Headcount));
        Assert.Null(Assert.Single(new StatementHarness().Ask(StatementHarness.Query() with { Calendar = new Calendar(TimeZoneInfo.Utc) })).From);
    }

    [Fact]
    public void The_unit_is_the_closest_to_people_that_is_known()
    {
        var addresses = new StatementHarness { Others = [SubjectKind.Address, SubjectKind.Address] }.Visit("Face", 4, 8, [0, 1]);
        var devices = new StatementHarness { Others = [SubjectKind.Device, SubjectKind.Address, SubjectKind.Device] }.Visit("Face", 4, 8, [0, 1, 2]);

        Assert.Equal((Unit.Addresses, 2), Of(addresses));
        Assert.Equal((Unit.Devices, 2), Of(devices));
        Assert.Null(Assert.Single(devices.Ask(StatementHarness.Query())).Total.Headcount);

        static (Unit, int) Of(StatementHarness visits) => visits.Ask(StatementHarness.Query()).Select(statement => (statement.Unit, statement.Total.Count)).Single();
    }

    [Fact]
    public void At_most_adds_who_was_out_of_sight_and_who_is_nobody_known()
    {
        var visits = new StatementHarness { Directory = StatementHarness.DirectoryOf(("Arts", 20)), Others = [SubjectKind.Device, SubjectKind.Address, SubjectKind.Device] }
            .Visit("Face", 4, 8, [0, 1, 20, 21])
            .OutOfSight(CellKey.Hidden, 4, 8, [1, 2]).OutOfSight(CellKey.Unnamed, 5, 8, [2, 3, 22]).OutOfSight(CellKey.Ambiguous, 5, 9, [3, 4]).OutOfSight(CellKey.Unnamed, 7, 8, [9]);
        var statement = Assert.Single(visits.Ask(StatementHarness.Query()));

        Assert.Equal((2, 7), (statement.AtLeast, statement.AtMost)); // 0 1, then 2 3 4 out of sight, then the device and the address that visited
    }

    [Fact]
    public void At_most_is_never_more_than_the_headcount()
    {
        var visits = new StatementHarness { Directory = StatementHarness.DirectoryOf(("Arts", 2)), Others = [.. Enumerable.Repeat(SubjectKind.Address, 9)] }
            .Visit("Face", 4, 8, Enumerable.Range(1, 10));

        Assert.Equal(2, Assert.Single(visits.Ask(StatementHarness.Query())).AtMost);
    }

    [Fact]
    public void A_minute_that_comes_in_parts_is_seen_once()
    {
        var visits = Ten.Visit("Face", 4, 8, [0]).Visit("Face", 4, 12, [0]).Visit("Face", 4, 8, [1]);
        var statement = Assert.Single(visits.Ask(StatementHarness.Query()));

        Assert.Equal((2, 3 * 24 * 60, 3), (statement.Coverage.MinutesSeen, statement.Coverage.Minutes, statement.Coverage.Figures.Frames));
    }
}
