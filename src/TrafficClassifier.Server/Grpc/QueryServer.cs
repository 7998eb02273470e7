using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Output;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Grpc;

/// <summary>
/// Listens for questions: gRPC with reflection and health (grpc.health.v1) on one address, JSON on another, as cleartext HTTP/2 and HTTP/1.1
/// cannot share one. Without TLS only this machine's own processes get in.
/// </summary>
internal sealed class QueryServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly UsageAnswers _answers;
    private readonly CertificateFile? _certificate;
    private readonly AuditLog _audit;
    private readonly SensorMeters? _meters;

    /// <exception cref="UsageException">The options contradict each other.</exception>
    /// <exception cref="IOException">A file cannot be read, or the audit log not be written.</exception>
    public QueryServer(ServerOptions options, Action<string> tell)
    {
        options.Check();
        _audit = AuditLog.Open(options.Audit);
        _answers = new UsageAnswers(options.Service);
        _meters = options.Sensor is { } sensor ? new SensorMeters(sensor) : null;
        _certificate = options.Certificate is { } certificate ? new CertificateFile(certificate, options.CertificateKey!, tell) : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddSingleton(new Reception(new Doorman(options.Tokens, options.LocalRole, tell), _audit, tell));
        builder.Services.AddSingleton(_answers);
        var feeds = new UsageFeeds(_answers, options.Service);
        var state = new ServerState(_answers, feeds, options.Sensor);
        builder.Services.AddSingleton(feeds);
        builder.Services.AddSingleton(state);
        builder.Services.AddSingleton<UsageService>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 64 * 1024);
        builder.Services.AddGrpcReflection();
        AddHealth(builder.Services, options);
        _application = builder.Build();
        _application.MapGrpcService<UsageService>();
        _application.MapGrpcReflectionService();
        _application.MapGrpcHealthChecksService();
        new JsonGateway(_application.Services.GetRequiredService<Reception>(), _answers, feeds, state, _meters?.Meter).Map(_application);
    }

    /// <summary>Where it listens, once it does: with the ports that the system chose.</summary>
    public IEnumerable<string> Addresses => _application.Urls;

    /// <exception cref="IOException">An address is taken, or not this machine's.</exception>
    public Task Start() => _application.StartAsync();

    /// <summary>Questions that are being answered have a moment to end.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _answers.Dispose();
        _certificate?.Dispose();
        _audit.Dispose();
        _meters?.Dispose();
    }

    /// <summary>The server as such is well when it can answer; what the numbers are worth is told apart, problem by problem.</summary>
    private static void AddHealth(IServiceCollection services, ServerOptions options)
    {
        const string All = "sensor";
        var problems = options.Sensor is null ? [] : Enum.GetValues<SensorProblem>();
        var checks = services.AddGrpcHealthChecks(health =>
        {
            health.Services.Map("", check => check.Name == "store");
            foreach (var problem in problems)
            {
                health.Services.Map($"{All}.{StatusText.Key(problem)}", check => check.Name == StatusText.Key(problem));
            }
            if (problems.Length > 0)
            {
                health.Services.Map(All, check => check.Name != "store");
            }
        }).AddCheck("store", new StoreHealth(options.Service));
        foreach (var problem in problems)
        {
            checks.AddCheck(StatusText.Key(problem), new SensorProblemHealth(options.Sensor!, problem));
        }
        // For those who watch; whoever asks is answered at once.
        services.Configure<HealthCheckPublisherOptions>(publisher => (publisher.Delay, publisher.Period) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    private void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 2000;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        foreach (var (address, protocol) in new[] { (options.Grpc, HttpProtocols.Http2), (options.Http, HttpProtocols.Http1) })
        {
            if (address?.Socket is { } socket)
            {
                Clear(socket);
                kestrel.ListenUnixSocket(socket, listen => listen.Protocols = protocol);
            }
            else if (address is not null)
            {
                kestrel.Listen(address.Address!, listen =>
                {
                    listen.Protocols = protocol;
                    if (_certificate is not null)
                    {
                        listen.UseHttps(Https);
                    }
                });
            }
        }
    }

    /// <summary>Takes away the socket of a life that was killed: nobody's file, and nobody's that listens.</summary>
    private static void Clear(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var isHeard = true;
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException)
        {
            isHeard = false;
        }
        if (isHeard || IsFile(path))
        {
            throw new UsageException($"unix:{path}: {(isHeard ? "somebody listens there already" : "this is a file")}: name another path");
        }
        File.Delete(path);
    }

    /// <summary>A socket cannot be opened (open(2), ENXIO).</summary>
    private static bool IsFile(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A client's certificate is known by its fingerprint in the file of tokens, whoever signed it.</summary>
    private void Https(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificateSelector = (_, _) => _certificate!.Current;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.AllowAnyClientCertificate();
    }
}
