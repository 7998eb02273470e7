using Grpc.Core;

namespace TrafficClassifier.Server.Grpc;

/// <summary>A request that is not answered; the message says what to change.</summary>
internal sealed class RequestException(StatusCode code, string message) : Exception(message)
{
    public StatusCode Code { get; } = code;

    public static RequestException Invalid(string message) => new(StatusCode.InvalidArgument, message);

    public static RequestException Denied(string message) => new(StatusCode.PermissionDenied, message);
}
