using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Grpc;
using V1 = TrafficClassifier.V1;

namespace TrafficClassifier.Tests.Server.Grpc;

/// <summary>The week of the circular in a store, served on ports that the system chose.</summary>
public sealed class ServedStore : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];
    private QueryServer _server = null!;
    private GrpcChannel _channel = null!;

    internal string Folder => _folder.File("store");

    internal string GrpcAddress { get; private set; } = "";

    internal HttpClient Json { get; private set; } = null!;

    internal V1.Usage.UsageClient Client { get; private set; } = null!;

    internal IEnumerable<string> AuditLines
    {
        get
        {
            using var reader = new StreamReader(new FileStream(_folder.File("audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    internal static Metadata As(string name) => new() { { "authorization", $"Bearer {name}-secret" } };

    public async Task InitializeAsync()
    {
        var run = Traffic.Run(Traffic.Week("--store", Folder));
        Assert.True(run.Status == 0, run.Error);
        string[] lines = [.. new[] { "viewer", "operator", "officer" }.Select(role => $"{role} {role} sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(role + "-secret")))}")];
        File.WriteAllLines(_folder.File("tokens"), lines);
        _server = new QueryServer(new ServerOptions
        {
            Service = new ServiceOptions { Folder = Folder },
            Grpc = new ListenAddress(new(System.Net.IPAddress.Loopback, 0), null),
            Http = new ListenAddress(new(System.Net.IPAddress.Loopback, 0), null),
            Tokens = _folder.File("tokens"),
            LocalRole = Role.Viewer,
            Audit = _folder.File("audit.jsonl"),
        }, _told.Add);
        await _server.Start();
        var addresses = _server.Addresses.ToList();
        GrpcAddress = addresses[0]["http://".Length..];
        _channel = GrpcChannel.ForAddress(addresses[0]);
        Client = new V1.Usage.UsageClient(_channel);
        Json = new HttpClient { BaseAddress = new Uri(addresses[1]) };
    }

    public async Task DisposeAsync()
    {
        Json.Dispose();
        _channel.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_told); // nothing failed that was the program's fault
    }

    public void Dispose()
    {
        Json.Dispose();
        _folder.Dispose();
    }
}
