using Google.Protobuf.WellKnownTypes;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Grpc;

/// <summary>The answer to GetStatus: what is kept, how the server is, and to operators how the capture is.</summary>
internal sealed class ServerState(UsageAnswers answers, UsageFeeds feeds, Func<SensorStatus?>? sensor)
{
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    public async Task<V1.GetStatusResponse> Get(Caller caller, CancellationToken stop)
    {
        var response = await answers.GetStatus(caller, stop).ConfigureAwait(false);
        response.StartTime = Timestamp.FromDateTimeOffset(_started);
        response.Subscribers = feeds.Subscribers;
        if (caller.Role >= Role.Operator && sensor?.Invoke() is { } status)
        {
            response.Sensor = Of(status);
        }
        return response;
    }

    private static V1.Sensor Of(SensorStatus status)
    {
        var message = new V1.Sensor { Name = status.Name, StartTime = Timestamp.FromDateTimeOffset(status.Started), Lag = Duration.FromTimeSpan(status.Lag) };
        message.Interfaces.AddRange(status.Interfaces.Select(line => new V1.Interface
        {
            Name = line.Name,
            Condition = StatusText.Of(line.State.Condition),
            Frames = line.Received,
            FramesLost = line.Loss.InRing + line.Loss.BeforeRing,
        }));
        message.Problems.AddRange(status.Problems.Select(found => new V1.Problem
        {
            Name = StatusText.Key(found.Problem),
            StartTime = Timestamp.FromDateTimeOffset(found.Since),
            Text = found.Text,
        }));
        foreach (var (name, value) in status.Figures)
        {
            message.Figures.Add(name, value);
        }
        if (status.Store?.Fault is { } fault)
        {
            message.StoreFault = fault;
        }
        return message;
    }
}
