using Google.Protobuf;
using Grpc.Core;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Server.Grpc;

/// <summary>The service of usage.proto over gRPC.</summary>
internal sealed class UsageService(Reception reception, UsageAnswers answers, UsageFeeds feeds, ServerState state) : V1.Usage.UsageBase
{
    public override Task<V1.QueryUsageResponse> QueryUsage(V1.QueryUsageRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.QueryUsage(request, caller, context.CancellationToken));

    public override Task<V1.QueryTimeSeriesResponse> QueryTimeSeries(V1.QueryTimeSeriesRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.QueryTimeSeries(request, caller, context.CancellationToken));

    public override Task<V1.QueryTopResponse> QueryTop(V1.QueryTopRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.QueryTop(request, caller, context.CancellationToken));

    public override Task<V1.ListVisitorsResponse> ListVisitors(V1.ListVisitorsRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.ListVisitors(request, caller, context.CancellationToken));

    public override Task<V1.ListSitesResponse> ListSites(V1.ListSitesRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.ListSites(request, caller, context.CancellationToken));

    public override Task<V1.ListDepartmentsResponse> ListDepartments(V1.ListDepartmentsRequest request, ServerCallContext context) =>
        Answer(request, context, caller => answers.ListDepartments(request, caller, context.CancellationToken));

    public override Task<V1.GetStatusResponse> GetStatus(V1.GetStatusRequest request, ServerCallContext context) =>
        Answer(request, context, caller => state.Get(caller, context.CancellationToken));

    public override Task WatchUsage(V1.WatchUsageRequest request, IServerStreamWriter<V1.WatchUsageResponse> stream, ServerCallContext context) =>
        Answer(request, context, async caller =>
        {
            reception.Begin(context.GetHttpContext(), caller, nameof(WatchUsage), request);
            await feeds.Watch(request, caller, message => stream.WriteAsync(message, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
            return true;
        });

    private async Task<T> Answer<T>(IMessage request, ServerCallContext context, Func<Caller, Task<T>> answer)
    {
        try
        {
            return await reception.Answer(context.GetHttpContext(), context.Method[(context.Method.LastIndexOf('/') + 1)..], () => request, answer).ConfigureAwait(false);
        }
        catch (RequestException refusal)
        {
            throw new RpcException(new Status(refusal.Code, refusal.Message));
        }
    }
}
