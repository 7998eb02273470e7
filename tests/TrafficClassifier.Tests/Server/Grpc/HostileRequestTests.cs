using System.Text;
using Grpc.Core;
using V1 = TrafficClassifier.V1;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>Whatever is asked, the answer is one, or a refusal with a standard code; never a mistake of the program's, never a stack.</summary>
public sealed class HostileRequestTests(ServedStore store) : IClassFixture<ServedStore>
{
    private static readonly string?[] _texts =
    [
        null, null, null, "", " ", "2010-01-04", "2010-01-08", "2010-02-30", "0000-00-00", "9999-12-31", "1700-01-01", "2200-12-31", "08:00-09:00", "22:00-06:00", "08:00-08:00", "24:00-24:00",
        "-1:00-99:00", "mon-fri", "sun-sat", "mon-", "Asia/Kuala_Lumpur", "Etc/UTC", "../../etc/localtime", "/etc/passwd", "Asia/\0", "Facebook", "Twitter", "'; DROP TABLE hour; --", "%s%n", "💥",
        "\u202e", new string('a', 255), new string('a', 256), new string('/', 5000),
    ];

    private static readonly StatusCode[] _standard =
        [StatusCode.InvalidArgument, StatusCode.PermissionDenied, StatusCode.Unauthenticated, StatusCode.OutOfRange, StatusCode.ResourceExhausted, StatusCode.DeadlineExceeded];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_requests_of_every_method_and_role(int seed)
    {
        var random = new Random(seed);
        var answered = 0;
        for (var i = 0; i < 400; i++)
        {
            var options = new CallOptions(ServedStore.As(Of(random, "viewer", "operator", "officer", "nobody")), DateTime.UtcNow.AddSeconds(20));
            answered += await IsAnswered(() => Ask(random, options)) ? 1 : 0;
        }
        Assert.InRange(answered, 20, 380); // else nothing was tried
    }

    [Fact]
    public async Task Bodies_that_are_no_message()
    {
        var random = new Random(4);
        for (var i = 0; i < 300; i++)
        {
            var body = new byte[random.Next(0, 2000)];
            random.NextBytes(body);
            using var content = new StringContent(i % 2 == 0 ? Encoding.Latin1.GetString(body) : $$"""{"window":{{Encoding.Latin1.GetString(body)}}}""", Encoding.UTF8, "application/json");
            var answer = await store.Json.PostAsync(new Uri(Of(random, "/v1/usage:query", "/v1/usage:series", "/v1/usage:top", "/v1/visitors:list", "/v1/usage:watch"), UriKind.Relative), content);
            Assert.InRange((int)answer.StatusCode, body.Length == 0 ? 200 : 400, 499);
        }
    }

    private static async Task<bool> IsAnswered(Func<Task> ask)
    {
        try
        {
            await ask();
            return true;
        }
        catch (RpcException refusal)
        {
            Assert.True(_standard.Contains(refusal.StatusCode), refusal.ToString());
            Assert.DoesNotContain("   at ", refusal.Status.Detail, StringComparison.Ordinal);
            Assert.NotEmpty(refusal.Status.Detail);
            return false;
        }
    }

    private async Task Ask(Random random, CallOptions options)
    {
        switch (random.Next(5))
        {
            case 0:
                var usage = new V1.QueryUsageRequest { Window = Window(random), Visits = Visits(random), PageSize = Of(random, 0, 0, 1, 100, -1, int.MaxValue), PageToken = Text(random, 8) ?? "" };
                usage.Sites.AddRange(Texts(random));
                usage.Categories.AddRange(Texts(random));
                usage.By.AddRange(Enumerable.Range(0, random.Next(3)).Select(_ => (V1.Dimension)random.Next(-1, 7)));
                _ = await store.Client.QueryUsageAsync(usage, options);
                break;
            case 1:
                var series = new V1.QueryTimeSeriesRequest { Window = Window(random), Visits = Visits(random), ByDepartment = random.Next(2) == 0 };
                series.Bucket = random.Next(3) == 0 ? null : new() { Seconds = Of(random, 0, 1, 60, 3600, 86_400, 604_800, -60, long.MaxValue, 315_576_000_000), Nanos = Of(random, 0, 0, 0, 1, -1) };
                series.K = Of(random, 1, 5, 0, -5, int.MaxValue);
                _ = await store.Client.QueryTimeSeriesAsync(series, options);
                break;
            case 2:
                _ = await store.Client.QueryTopAsync(new V1.QueryTopRequest { Window = Window(random), Dimension = (V1.Dimension)random.Next(-1, 7), Limit = Of(random, 0, 1, 1000, 1001, -1) }, options);
                break;
            case 3:
                _ = await store.Client.ListVisitorsAsync(new V1.ListVisitorsRequest { Window = Window(random), Site = Text(random, 2) ?? "", Reason = Text(random, 2) ?? "" }, options);
                break;
            default:
                _ = await store.Client.ListSitesAsync(new V1.ListSitesRequest { PageSize = Of(random, 0, 7, -7), PageToken = Text(random, 3) ?? "" }, options);
                break;
        }
    }

    private static V1.Window? Window(Random random)
    {
        if (random.Next(3) == 0)
        {
            return null;
        }
        var window = new V1.Window { IgnoreHolidays = random.Next(2) == 0 };
        Set(Text(random, 3), text => window.From = text);
        Set(Text(random, 3), text => window.To = text);
        Set(Text(random, 3), text => window.Hours = text);
        Set(Text(random, 4), text => window.Weekdays = text);
        Set(Text(random, 4), text => window.Zone = text);
        window.Holidays.AddRange(Texts(random));
        return window;

        static void Set(string? text, Action<string> set)
        {
            if (text is not null)
            {
                set(text);
            }
        }
    }

    private static V1.Visits? Visits(Random random) => random.Next(2) == 0 ? null : new V1.Visits { Evidence = (V1.Evidence)random.Next(-1, 4), IncludeEmbedded = random.Next(2) == 0 };

    private static string? Text(Random random, int oneIn) => random.Next(oneIn) == 0 ? _texts[random.Next(_texts.Length)] : null;

    private static IEnumerable<string> Texts(Random random) => random.Next(4) == 0 ? Enumerable.Range(0, random.Next(4)).Select(_ => Text(random, 1) ?? "Facebook") : [];

    private static T Of<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
