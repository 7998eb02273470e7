using System.Security.Cryptography;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Answers questions beside a capture. It begins on a thread of its own, so that the first frame does not wait for it, and what keeps it from
/// listening is told and keeps nobody from capturing.
/// </summary>
internal sealed class QueryHost : IDisposable
{
    private readonly Action<string> _tell;
    private readonly Task<QueryServer?> _begin;

    /// <param name="options">Null: nobody is answered.</param>
    /// <param name="tell">Takes a line for the operator.</param>
    public QueryHost(ServerOptions? options, Action<string> tell)
    {
        _tell = tell;
        _begin = options is null || options.IsNone ? Task.FromResult<QueryServer?>(null) : Task.Run(() => Begin(options));
    }

    public void Dispose() => _begin.GetAwaiter().GetResult()?.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<QueryServer?> Begin(ServerOptions options)
    {
        try
        {
            var server = new QueryServer(options, _tell);
            await server.Start().ConfigureAwait(false);
            foreach (var address in server.Addresses)
            {
                _tell($"listening on {address}");
            }
            return server;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or UsageException or System.Net.Sockets.SocketException)
        {
            _tell($"questions are not answered: {fault.Message}");
            return null;
        }
    }
}
