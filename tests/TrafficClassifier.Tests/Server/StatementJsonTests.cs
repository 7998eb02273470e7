using System.Text.Json;

namespace TrafficClassifier.Tests.Server;

/// <summary>The statement as JSON, by the names that other programs rely on.</summary>
public sealed class StatementJsonTests
{
    [Fact]
    public void One_site_is_one_object_with_the_names_of_the_design()
    {
        var statement = Traffic.Json(Traffic.Lan("--site", "Facebook", "--k", "1", "--by", "department,day,hour", "--hours", "08:00-24:00"));

        string[] names = ["unit", "site", "from", "to", "hours", "weekdays", "zone", "count", "headcount", "percent", "at_least", "at_most", "coverage", "rows"];
        Assert.All(names, name => Assert.True(statement.TryGetProperty(name, out _), name));
        Assert.Equal(("staff", "Facebook", "08:00-24:00", "mon-sun", "UTC"), (Text("unit"), Text("site"), Text("hours"), Text("weekdays"), Text("zone")));
        Assert.Equal((2, 6, 33.33m, 2, 3), (Number("count"), Number("headcount"), statement.GetProperty("percent").GetDecimal(), Number("at_least"), Number("at_most")));
        Assert.Equal(3 * 16, statement.GetProperty("rows").GetArrayLength());
        var row = statement.GetProperty("rows")[0];
        Assert.Equal(["department", "day", "hour", "count", "headcount", "percent", "suppressed"], row.EnumerateObject().Select(field => field.Name));
        Assert.Equal(411, statement.GetProperty("coverage").GetProperty("frames").GetProperty("received").GetInt64());
        var connections = statement.GetProperty("coverage").GetProperty("connections");
        Assert.Equal((0, 0), (connections.GetProperty("without_name").GetInt32(), connections.GetProperty("named_by_answer").GetInt32()));
        Assert.All(new[] { "hidden_name", "ambiguous", "encrypted_dns", "relays_and_vpns" }, name => Assert.Equal(0, connections.GetProperty(name).GetInt32()));

        string? Text(string name) => statement.GetProperty(name).GetString();
        int Number(string name) => statement.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Several_sites_are_an_array_in_the_order_asked_for()
    {
        var statements = Traffic.Json(Traffic.Lan("--site", "Twitter", "--site", "facebook.com"));

        Assert.Equal(["Twitter", "Facebook"], statements.EnumerateArray().Select(statement => statement.GetProperty("site").GetString()));
        Assert.Equal(JsonValueKind.Array, Traffic.Json(Traffic.Lan()).ValueKind);
        Assert.Equal(JsonValueKind.Object, Traffic.Json(Traffic.Lan("--by", "site")).ValueKind);
        Assert.Equal(JsonValueKind.Object, Traffic.Json(Traffic.Lan("--category", "Social networks")).ValueKind);
    }

    [Fact]
    public void A_suppressed_cell_has_no_figures()
    {
        var statement = Traffic.Json(Traffic.Lan("--site", "Facebook", "--by", "department"));

        foreach (var cell in statement.GetProperty("rows").EnumerateArray().Prepend(statement))
        {
            Assert.True(cell.GetProperty("suppressed").GetBoolean());
            Assert.All(new[] { "count", "headcount", "percent" }, name => Assert.Equal(JsonValueKind.Null, cell.GetProperty(name).ValueKind));
        }
        Assert.All(new[] { "at_least", "at_most" }, name => Assert.Equal(JsonValueKind.Null, statement.GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("addresses")]
    public void Without_people_there_is_no_headcount(string unit)
    {
        var statement = Traffic.Json(Traffic.Lan("--site", "Facebook", "--k", "1", "--unit", unit));

        Assert.Equal(unit, statement.GetProperty("unit").GetString());
        Assert.Equal(3, statement.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, statement.GetProperty("headcount").ValueKind);
        Assert.Equal(JsonValueKind.Null, statement.GetProperty("percent").ValueKind);
    }

    [Fact]
    public void The_circular_is_one_command()
    {
        var statement = Traffic.Json(Traffic.Week("--site", "Facebook", "--hours", "08:00-09:00", "--weekdays", "mon-fri"));

        Assert.Equal((1310, 1500, 87.33m), (statement.GetProperty("count").GetInt32(), statement.GetProperty("headcount").GetInt32(), statement.GetProperty("percent").GetDecimal()));
    }
}
