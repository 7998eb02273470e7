using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using TrafficClassifier.Tests.Requirements;
using V1 = TrafficClassifier.V1;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>What the service answers is what the report prints; what it refuses, it refuses with a code and what to change.</summary>
public sealed class UsageServiceTests(ServedStore store) : IClassFixture<ServedStore>
{
    private static readonly V1.Window _morning = new() { Hours = "08:00-09:00", Weekdays = "mon-fri" };

    [Fact]
    public async Task The_circular_s_question()
    {
        var answer = await store.Client.QueryUsageAsync(new V1.QueryUsageRequest { Sites = { "Facebook" }, Window = _morning, By = { V1.Dimension.Department } });

        var statement = Assert.Single(answer.Statements);
        Assert.Equal((1310, 1500, 87.33, 1310), (statement.Total.Count, statement.Total.Headcount, statement.Total.Percent, statement.AtLeast));
        var report = Traffic.Json("report", "--store", store.Folder, "--site", "Facebook", "--hours", "08:00-09:00", "--weekdays", "mon-fri", "--by", "department");
        Assert.Equal(report.ToString().Split("\"department\"").Length - 1, statement.Rows.Count);
        Assert.True(answer.Coverage.Frames > 0 && answer.Coverage.Frames == answer.Coverage.FramesByOutcome.Values.Sum());
    }

    [Fact]
    public async Task A_series_has_the_figures_of_its_hours()
    {
        var window = new V1.Window { From = "2010-01-04", To = "2010-01-04", Hours = "08:00-12:00" };
        var series = await store.Client.QueryTimeSeriesAsync(new V1.QueryTimeSeriesRequest { Site = "Facebook", Window = window });
        var usage = await store.Client.QueryUsageAsync(new V1.QueryUsageRequest { Sites = { "Facebook" }, Window = window, By = { V1.Dimension.Hour } });

        Assert.Equal(usage.Statements[0].Rows.Select(row => row.Figure.Count), series.Points.Select(point => point.Figure.Count));
        Assert.Equal(Timestamp.FromDateTime(new DateTime(2010, 1, 4, 0, 0, 0, DateTimeKind.Utc)), series.Points[0].Start); // 08:00 in Kuala Lumpur
        Assert.Equal(usage.Statements[0].Total, series.Whole.Total);
    }

    [Fact]
    public async Task The_busiest_come_first()
    {
        var top = await store.Client.QueryTopAsync(new V1.QueryTopRequest { Limit = 5 });
        Assert.Equal("Facebook", top.Rows[0].Site);
        Assert.Equal(top.Rows.OrderByDescending(row => row.Figure.Count).Select(row => row.Site), top.Rows.Select(row => row.Site));
    }

    [Fact]
    public async Task Pages_together_are_the_whole_and_are_for_who_asked()
    {
        var request = new V1.QueryUsageRequest { By = { V1.Dimension.Department, V1.Dimension.Day }, PageSize = 10_000 };
        var whole = await store.Client.QueryUsageAsync(request);
        Assert.Empty(whole.NextPageToken);

        request.PageSize = 97;
        List<(string, V1.Row)> rows = [];
        do
        {
            var page = await store.Client.QueryUsageAsync(request);
            rows.AddRange(page.Statements.SelectMany(statement => statement.Rows.Select(row => (statement.Site, row))));
            request.PageToken = page.NextPageToken;
            if (page.NextPageToken.Length > 0)
            {
                Assert.Contains("page_token", (await Refused(() => store.Client.QueryUsageAsync(request, ServedStore.As("operator")).ResponseAsync, StatusCode.InvalidArgument)), StringComparison.Ordinal);
            }
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(whole.Statements.SelectMany(statement => statement.Rows.Select(row => (statement.Site, row))), rows);
    }

    [Fact]
    public async Task Names_are_for_an_officer_with_a_reason_and_leave_a_line()
    {
        var request = new V1.ListVisitorsRequest { Site = "Facebook", Window = _morning, Reason = "complaint 2010/17", PageSize = 10_000 };
        foreach (var role in new[] { "viewer", "operator" })
        {
            _ = await Refused(() => store.Client.ListVisitorsAsync(request, ServedStore.As(role)).ResponseAsync, StatusCode.PermissionDenied);
        }
        _ = await Refused(() => store.Client.ListVisitorsAsync(new V1.ListVisitorsRequest(request) { Reason = " " }, ServedStore.As("officer")).ResponseAsync, StatusCode.InvalidArgument);

        var answer = await store.Client.ListVisitorsAsync(request, ServedStore.As("officer"));

        Assert.Equal(1310, answer.Visitors.Count);
        Assert.Equal(1310, answer.Visitors.Select(visitor => visitor.StaffId).Distinct().Count());
        var line = JsonDocument.Parse(store.AuditLines.Last(line => line.Contains("complaint 2010/17", StringComparison.Ordinal))).RootElement;
        Assert.Equal(("officer", "ListVisitors", "OK"), (line.GetProperty("who").GetString(), line.GetProperty("method").GetString(), line.GetProperty("outcome").GetString()));
    }

    public static TheoryData<string, string, StatusCode, string> Wrong => new()
    {
        { "viewer", """{"k":1}""", StatusCode.PermissionDenied, "write 5 or more" },
        { "viewer", """{"window":{"hours":"08:10-09:00"}}""", StatusCode.PermissionDenied, "whole hours" },
        { "viewer", """{"window":{"zone":"Asia/Kathmandu"}}""", StatusCode.PermissionDenied, "leave it out" },
        { "operator", """{"window":{"zone":"Mars/Olympus"}}""", StatusCode.InvalidArgument, "Mars/Olympus" },
        { "operator", """{"window":{"from":"2010-02-01","to":"2010-01-01"}}""", StatusCode.InvalidArgument, "exchange them" },
        { "operator", """{"window":{"from":"1700-01-01","to":"2200-01-01"}}""", StatusCode.InvalidArgument, "are more than" },
        { "operator", """{"window":{"hours":"25:00-26:00"}}""", StatusCode.InvalidArgument, "08:00-09:00" },
        { "operator", """{"window":{"weekdays":"someday"}}""", StatusCode.InvalidArgument, "mon-fri" },
        { "operator", """{"sites":["no such site"]}""", StatusCode.InvalidArgument, "no such site" },
        { "operator", $$"""{"sites":["{{new string('x', 300)}}"]}""", StatusCode.InvalidArgument, "longer than 255" },
        { "operator", """{"by":[99]}""", StatusCode.InvalidArgument, "DIMENSION_DEPARTMENT" },
        { "operator", """{"k":-1}""", StatusCode.InvalidArgument, "1 or more" },
        { "operator", """{"pageSize":-1}""", StatusCode.InvalidArgument, "page_size" },
        { "operator", """{"pageToken":"../../etc/passwd.1"}""", StatusCode.InvalidArgument, "page_token" },
        { "operator", """{"visits":{"evidence":7}}""", StatusCode.InvalidArgument, "EVIDENCE_LOOKUP" },
        { "nobody", "{}", StatusCode.Unauthenticated, "token is not known" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_refused_with_what_to_change(string who, string request, StatusCode code, string says) => Assert.Contains(says,
        await Refused(() => store.Client.QueryUsageAsync(V1.QueryUsageRequest.Parser.ParseJson(request), ServedStore.As(who)).ResponseAsync, code), StringComparison.Ordinal);

    [Fact]
    public async Task A_deadline_ends_the_question()
    {
        var late = DateTime.UtcNow.AddMilliseconds(1);
        _ = await Refused(() => store.Client.QueryUsageAsync(new V1.QueryUsageRequest { By = { V1.Dimension.Department, V1.Dimension.Day, V1.Dimension.Hour } }, deadline: late).ResponseAsync, StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_state_comes_first_and_goes_on_where_it_was_left()
    {
        using var call = store.Client.WatchUsage(new V1.WatchUsageRequest { Sites = { "Facebook" } });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var first = call.ResponseStream.Current;
        Assert.True(first.State);
        Assert.Contains(store.AuditLines, line => line.Contains("WatchUsage", StringComparison.Ordinal) && line.Contains("Begun", StringComparison.Ordinal)); // before it ends

        using var again = store.Client.WatchUsage(new V1.WatchUsageRequest { Sites = { "Facebook" }, ResumeToken = first.ResumeToken });
        using var moment = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        // Nothing changes in this store: who has seen its state hears nothing.
        await Assert.ThrowsAsync<RpcException>(() => again.ResponseStream.MoveNext(moment.Token));
    }

    [Fact]
    public async Task Json_says_the_same()
    {
        using var body = new StringContent("""{"sites":["Facebook"],"window":{"hours":"08:00-09:00","weekdays":"mon-fri"}}""", Encoding.UTF8, "application/json");
        var answer = await store.Json.PostAsync(new Uri("/v1/usage:query", UriKind.Relative), body);
        var total = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("statements")[0].GetProperty("total");
        Assert.Equal((1310, 1500), (total.GetProperty("count").GetInt32(), total.GetProperty("headcount").GetInt32()));
    }

    [Theory]
    [InlineData("/v1/usage:query", "{", "application/json", 400)]
    [InlineData("/v1/usage:query", "{\"nosuch\":1}", "application/json", 400)]
    [InlineData("/v1/usage:query", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "application/json", 400)]
    [InlineData("/v1/usage:query", "{\"page_size\":99999999999999}", "application/json", 400)]
    [InlineData("/v1/usage:query", "{}", "text/plain", 400)]
    [InlineData("/v1/nosuch", "{}", "application/json", 404)]
    [InlineData("/v1/visitors:list", "{\"site\":\"Facebook\",\"reason\":\"curious\"}", "application/json", 403)]
    public async Task Json_that_is_wrong_is_refused(string path, string text, string type, int status)
    {
        using var body = new StringContent(text, Encoding.UTF8, type);
        var answer = await store.Json.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.Equal(status, (int)answer.StatusCode);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_name_in_a_local_browser_is_nobody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/status") { Headers = { Host = "evil.example" } };
        Assert.Equal(401, (int)(await store.Json.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("--format", "table", "--site", "Facebook", "--hours", "08:00-09:00", "--weekdays", "mon-fri", "--by", "department")]
    [InlineData("--format", "json", "--by", "site,day")]
    [InlineData("--format", "csv", "--category", "Social networks", "--by", "department,hour")]
    [InlineData("--format", "json", "--evidence", "lookup", "--from", "2010-01-04", "--zone", "Asia/Kuala_Lumpur", "--k", "7")]
    public void A_report_from_the_server_is_the_one_from_the_store(params string[] question)
    {
        var asked = Traffic.Run(["report", "--server", store.GrpcAddress, .. question]);
        var read = Traffic.Run(["report", "--store", store.Folder, .. question]);
        Assert.Equal((0, read.Output), (asked.Status, asked.Output));
    }

    [Fact]
    public void The_command_line_tells_the_busiest_and_what_the_server_refuses()
    {
        Assert.StartsWith("  1  Facebook", Traffic.Run("top", "--server", store.GrpcAddress, "--limit", "3").Output.Split('\n')[1], StringComparison.Ordinal);
        var refused = Traffic.Run("report", "--server", store.GrpcAddress, "--k", "1");
        Assert.Equal(2, refused.Status);
        Assert.Contains("write 5 or more", refused.Error, StringComparison.Ordinal);
        Assert.Contains("nobody answers", Traffic.Run("top", "--server", "127.0.0.1:1").Error, StringComparison.Ordinal);
    }

    [RequiresFact("/usr/bin/python3", "/usr/lib/python3/dist-packages/grpc/__init__.py")]
    public void A_client_of_python_s_that_knows_reflection_only()
    {
        var told = Requirement.Run("/usr/bin/python3", [Path.Combine(Repository.Root, "tests/GrpcClient/ask.py"), store.GrpcAddress, "QueryUsage",
            """{"sites":["Facebook"],"window":{"hours":"08:00-09:00","weekdays":"mon-fri"}}"""]);
        var total = JsonDocument.Parse(told).RootElement.GetProperty("statements")[0].GetProperty("total");
        Assert.Equal(87.33, total.GetProperty("percent").GetDouble());
        Assert.Equal("0801\n", Requirement.Run("/usr/bin/python3", [Path.Combine(Repository.Root, "tests/GrpcClient/ask.py"), store.GrpcAddress, "health", ""]));
    }

    private static async Task<string> Refused(Func<Task> ask, StatusCode code)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(ask);
        Assert.Equal(code, refusal.StatusCode);
        return refusal.Status.Detail;
    }
}
