using System.CommandLine;
using Grpc.Core;
using Grpc.Net.Client;

namespace TrafficClassifier.Server.Commands;

/// <summary>Which server is asked, and as whom.</summary>
internal sealed class ServerOption
{
    private readonly Option<string?> _server = new("--server")
    {
        HelpName = "ADDRESS",
        Description = "Ask a server by gRPC: 127.0.0.1:5317, https://HOST:PORT or unix:/PATH.",
    };

    private readonly Option<string?> _token = new("--token-file") { HelpName = "FILE", Description = "Its first line is the token to ask with." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_token);
    }

    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_server) is not null;

    /// <summary>Asks and tells; what the server refuses is an error in one line.</summary>
    public async Task<int> Ask(ParseResult parsed, Terminal terminal, Func<V1.Usage.UsageClient, Metadata, Task> ask)
    {
        var address = parsed.GetValue(_server) ?? "127.0.0.1:5317";
        using var channel = Open(address);
        try
        {
            await ask(new V1.Usage.UsageClient(channel), Metadata(parsed)).ConfigureAwait(false);
            return ExitStatus.Done;
        }
        catch (RpcException refusal)
        {
            terminal.Error.WriteLine($"traffic: {address}: {Words(refusal)}");
            return refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.PermissionDenied ? ExitStatus.Usage : ExitStatus.Failed;
        }
    }

    private static string Words(RpcException refusal) => refusal.StatusCode switch
    {
        StatusCode.Unavailable when refusal.Status.DebugException is { } reason => $"nobody answers: {reason.GetBaseException().Message}",
        StatusCode.Unauthenticated => $"{refusal.Status.Detail} (--token-file FILE)",
        _ => refusal.Status.Detail,
    };

    private static GrpcChannel Open(string address)
    {
        if (address.StartsWith("unix:/", StringComparison.Ordinal))
        {
            var end = new System.Net.Sockets.UnixDomainSocketEndPoint(address[5..]);
            var handler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) =>
                {
                    var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                    try
                    {
                        await socket.ConnectAsync(end, stop).ConfigureAwait(false);
                        return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            };
            return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        }
        return Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? GrpcChannel.ForAddress(uri) : throw new UsageException($"--server {address}: write 127.0.0.1:5317, https://HOST:PORT or unix:/PATH");
    }

    private Metadata Metadata(ParseResult parsed)
    {
        var metadata = new Metadata();
        if (parsed.GetValue(_token) is { } path)
        {
            var token = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
            metadata.Add("authorization", $"Bearer {token}");
        }
        return metadata;
    }
}
