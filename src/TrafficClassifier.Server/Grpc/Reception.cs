using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TrafficClassifier.Server.Access;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Where every question comes in, by gRPC or JSON: who asks is found, the answer is made, a line goes into the audit log before it leaves, and
/// whatever went wrong becomes a standard code with a message that says what to change. Nothing else of an error gets out.
/// </summary>
internal sealed class Reception(Doorman doorman, AuditLog audit, Action<string> tell)
{
    /// <param name="visit">Where the question came in.</param>
    /// <param name="method">Its name in the proto.</param>
    /// <param name="request">What is asked; as far as it was read, when it comes to the log.</param>
    /// <param name="answer">Makes the answer.</param>
    /// <exception cref="RequestException">There is none.</exception>
    public async Task<T> Answer<T>(HttpContext visit, string method, Func<IMessage> request, Func<Caller, Task<T>> answer)
    {
        var watch = Stopwatch.StartNew();
        Caller? caller = null;
        var outcome = StatusCode.Unknown;
        try
        {
            caller = Find(visit);
            var result = await answer(caller).ConfigureAwait(false);
            outcome = StatusCode.OK;
            return result;
        }
        catch (Exception fault)
        {
            var refusal = Refusal(fault, visit);
            outcome = refusal.Code;
            throw refusal;
        }
        finally
        {
            Write(caller, visit, method, request(), outcome.ToString(), watch.Elapsed);
        }
    }

    /// <summary>A stream leaves a line when it begins, as its end may be days away; and one when it ends.</summary>
    public void Begin(HttpContext visit, Caller caller, string method, IMessage request) => Write(caller, visit, method, request, "Begun", TimeSpan.Zero);

    /// <summary>Who asks.</summary>
    /// <exception cref="RequestException">Nobody known.</exception>
    public Caller Find(HttpContext visit)
    {
        var address = visit.Connection.RemoteIpAddress;
        var peer = address?.ToString() ?? "unix";
        // A page in a local user's browser may send requests to loopback under a name of its own (DNS rebinding): only loopback's names are local.
        var isLocal = (address is null || System.Net.IPAddress.IsLoopback(address)) && IsLocalName(visit.Request.Host.Host);
        var authorization = visit.Request.Headers.Authorization.Count > 0 ? visit.Request.Headers.Authorization.ToString() : null;
        return doorman.Find(authorization, visit.Connection.ClientCertificate, isLocal, peer)
            ?? throw new RequestException(StatusCode.Unauthenticated, authorization is null ? "send 'authorization: Bearer TOKEN', or a client certificate that the server knows" : "the token is not known here");
    }

    private static bool IsLocalName(string host) => host is "" or "localhost" || System.Net.IPAddress.TryParse(host.Trim('[', ']'), out _);

    private RequestException Refusal(Exception fault, HttpContext visit)
    {
        switch (fault)
        {
            case RequestException request:
                return request;
            case UsageException usage:
                return RequestException.Invalid(usage.Message.TrimStart('-')); // there are no flags here
            case OperationCanceledException:
                return new RequestException(visit.RequestAborted.IsCancellationRequested ? StatusCode.Cancelled : StatusCode.DeadlineExceeded, "nobody waited for the answer: ask for less, or wait longer");
            case IOException or InvalidDataException or UnauthorizedAccessException:
                tell($"a question could not be answered: {fault.Message}");
                return new RequestException(StatusCode.Unavailable, "the store cannot be read now: the server's log says why");
            default:
                tell($"a question failed, which is a mistake of the program: {fault.GetType().Name}: {fault.Message}");
                return new RequestException(StatusCode.Internal, "the server made a mistake: its log says which");
        }
    }

    /// <summary>What cannot be logged is not answered. The diagnostic form also tells of durations that are none.</summary>
    private void Write(Caller? caller, HttpContext visit, string method, IMessage request, string outcome, TimeSpan took)
    {
        try
        {
            audit.Write(caller, visit.Connection.RemoteIpAddress?.ToString() ?? "unix", method, JsonFormatter.ToDiagnosticString(request), outcome, took);
        }
        catch (IOException fault)
        {
            tell($"audit: {fault.Message}: questions are not answered");
            throw new RequestException(StatusCode.Unavailable, "the audit log cannot be written: the server's log says why");
        }
    }
}
