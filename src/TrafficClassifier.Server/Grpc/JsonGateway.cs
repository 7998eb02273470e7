using System.Diagnostics.Metrics;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Output;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// The same questions for people with only curl: the proto's JSON (https://protobuf.dev/programming-guides/json) over HTTP/1.1. Queries are
/// POST with a body, lists and the status GET with the fields as parameters. Errors have the form of google.rpc.Status.
/// </summary>
internal sealed class JsonGateway(Reception reception, UsageAnswers answers, UsageFeeds feeds, ServerState state, Meter? meter)
{
    private const int MostBody = 64 * 1024;

    private static readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));
    private static readonly JsonParser _parser = new(JsonParser.Settings.Default.WithRecursionLimit(16));

    public void Map(IEndpointRouteBuilder routes)
    {
        Post<V1.QueryUsageRequest>(routes, "/v1/usage:query", "QueryUsage", async (request, caller, stop) => await answers.QueryUsage(request, caller, stop).ConfigureAwait(false));
        Post<V1.QueryTimeSeriesRequest>(routes, "/v1/usage:series", "QueryTimeSeries", async (request, caller, stop) => await answers.QueryTimeSeries(request, caller, stop).ConfigureAwait(false));
        Post<V1.QueryTopRequest>(routes, "/v1/usage:top", "QueryTop", async (request, caller, stop) => await answers.QueryTop(request, caller, stop).ConfigureAwait(false));
        Post<V1.ListVisitorsRequest>(routes, "/v1/visitors:list", "ListVisitors", async (request, caller, stop) => await answers.ListVisitors(request, caller, stop).ConfigureAwait(false));
        Get<V1.ListSitesRequest>(routes, "/v1/sites", "ListSites", async (request, caller, stop) => await answers.ListSites(request, caller, stop).ConfigureAwait(false));
        Get<V1.ListDepartmentsRequest>(routes, "/v1/departments", "ListDepartments", async (request, caller, stop) => await answers.ListDepartments(request, caller, stop).ConfigureAwait(false));
        Get<V1.GetStatusRequest>(routes, "/v1/status", "GetStatus", async (_, caller, stop) => await state.Get(caller, stop).ConfigureAwait(false));
        routes.MapPost("/v1/usage:watch", (RequestDelegate)Watch);
        routes.MapGet("/metrics", (RequestDelegate)Metrics);
        routes.MapFallback((RequestDelegate)(visit => Refuse(visit, new RequestException(StatusCode.NotFound,
            "there are POST /v1/usage:query, usage:series, usage:top, usage:watch, visitors:list and GET /v1/sites, departments, status, /metrics"))));
    }

    private void Post<T>(IEndpointRouteBuilder routes, string path, string method, Func<T, Caller, CancellationToken, Task<IMessage>> answer)
        where T : IMessage, new() =>
        routes.MapPost(path, (RequestDelegate)(visit => Serve(visit, method, ReadBody<T>, answer)));

    private void Get<T>(IEndpointRouteBuilder routes, string path, string method, Func<T, Caller, CancellationToken, Task<IMessage>> answer)
        where T : IMessage, new() =>
        routes.MapGet(path, (RequestDelegate)(visit => Serve(visit, method, ReadParameters<T>, answer)));

    /// <summary>A line of JSON for each message (curl -N).</summary>
    private async Task Watch(HttpContext visit)
    {
        var request = new V1.WatchUsageRequest();
        try
        {
            await reception.Answer(visit, "WatchUsage", () => request, async caller =>
            {
                request = await ReadBody<V1.WatchUsageRequest>(visit).ConfigureAwait(false);
                reception.Begin(visit, caller, "WatchUsage", request);
                await feeds.Watch(request, caller, async message =>
                {
                    if (!visit.Response.HasStarted)
                    {
                        Begin(visit, 200, "application/x-ndjson; charset=utf-8");
                    }
                    await visit.Response.WriteAsync(_formatter.Format(message) + "\n", visit.RequestAborted).ConfigureAwait(false);
                    await visit.Response.Body.FlushAsync(visit.RequestAborted).ConfigureAwait(false);
                }, visit.RequestAborted).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (RequestException refusal)
        {
            if (!visit.Response.HasStarted)
            {
                await Refuse(visit, refusal).ConfigureAwait(false);
            }
        }
    }

    /// <summary>For Prometheus, which is let in as anybody is. Nobody's visits are in there: no line of the audit log for every scrape.</summary>
    private async Task Metrics(HttpContext visit)
    {
        try
        {
            _ = reception.Find(visit);
            Begin(visit, 200, PrometheusText.ContentType);
            await visit.Response.WriteAsync(meter is null ? "" : PrometheusText.Of(meter), visit.RequestAborted).ConfigureAwait(false);
        }
        catch (RequestException refusal)
        {
            await Refuse(visit, refusal).ConfigureAwait(false);
        }
    }

    private async Task Serve<T>(HttpContext visit, string method, Func<HttpContext, Task<T>> read, Func<T, Caller, CancellationToken, Task<IMessage>> answer)
        where T : IMessage, new()
    {
        var request = new T();
        try
        {
            // Read in there: who asks is asked first, and a body that cannot be read is an answer too.
            var message = await reception.Answer(visit, method, () => request, async caller =>
            {
                request = await read(visit).ConfigureAwait(false);
                return await answer(request, caller, visit.RequestAborted).ConfigureAwait(false);
            }).ConfigureAwait(false);
            await Write(visit, 200, _formatter.Format(message)).ConfigureAwait(false);
        }
        catch (RequestException refusal)
        {
            await Refuse(visit, refusal).ConfigureAwait(false);
        }
    }

    /// <summary>JSON that says so: a form of a foreign page cannot.</summary>
    private static async Task<T> ReadBody<T>(HttpContext visit)
        where T : IMessage, new()
    {
        if (visit.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw RequestException.Invalid("the body is JSON: send 'content-type: application/json' (curl --json '{...}')");
        }
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await visit.Request.Body.ReadAsync(buffer, visit.RequestAborted).ConfigureAwait(false)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MostBody)
            {
                throw RequestException.Invalid($"the body is longer than {MostBody} bytes");
            }
        }
        return Parse<T>(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
    }

    private static Task<T> ReadParameters<T>(HttpContext visit)
        where T : IMessage, new()
    {
        var text = new StringBuilder("{");
        foreach (var (name, values) in visit.Request.Query)
        {
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(System.Text.Json.JsonEncodedText.Encode(name)).Append("\":\"")
                .Append(System.Text.Json.JsonEncodedText.Encode(values.ToString())).Append('"');
        }
        return Task.FromResult(Parse<T>(text.Append('}').ToString()));
    }

    private static T Parse<T>(string json)
        where T : IMessage, new()
    {
        try
        {
            return _parser.Parse<T>(json.Length == 0 ? "{}" : json);
        }
        catch (Exception wrong) when (wrong is IOException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
        {
            throw RequestException.Invalid($"not a {new T().Descriptor.Name}: {wrong.Message}");
        }
    }

    private static Task Refuse(HttpContext visit, RequestException refusal)
    {
        using var text = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("code", (int)refusal.Code);
            json.WriteString("status", refusal.Code.ToString());
            json.WriteString("message", refusal.Message);
            json.WriteEndObject();
        }
        return Write(visit, HttpStatus(refusal.Code), Encoding.UTF8.GetString(text.ToArray()));
    }

    private static Task Write(HttpContext visit, int status, string json)
    {
        Begin(visit, status, "application/json; charset=utf-8");
        return visit.Response.WriteAsync(json + "\n", visit.RequestAborted);
    }

    private static void Begin(HttpContext visit, int status, string type)
    {
        visit.Response.StatusCode = status;
        visit.Response.ContentType = type;
        visit.Response.Headers.CacheControl = "no-store";
        visit.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>google/rpc/code.proto.</summary>
    private static int HttpStatus(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange or StatusCode.FailedPrecondition => 400,
        StatusCode.Unauthenticated => 401,
        StatusCode.PermissionDenied => 403,
        StatusCode.NotFound => 404,
        StatusCode.ResourceExhausted => 429,
        StatusCode.Cancelled => 499,
        StatusCode.Unavailable => 503,
        StatusCode.DeadlineExceeded => 504,
        _ => 500,
    };
}
