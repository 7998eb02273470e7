using TrafficClassifier.Server.Access;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Where questions come in, and from whom.</summary>
internal sealed record ServerOptions
{
    /// <summary>In the store.</summary>
    public const string AuditName = "audit.jsonl";

    public required ServiceOptions Service { get; init; }

    /// <summary>Null: no gRPC.</summary>
    public ListenAddress? Grpc { get; init; }

    /// <summary>Null: no JSON.</summary>
    public ListenAddress? Http { get; init; }

    /// <summary>PEM; null: no TLS.</summary>
    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    /// <summary>The file of tokens and certificates; null: there are none.</summary>
    public string? Tokens { get; init; }

    /// <summary>Of this machine's own processes without a token; null: they need one.</summary>
    public Role? LocalRole { get; init; } = Role.Viewer;

    /// <summary>The file of the audit log.</summary>
    public required string Audit { get; init; }

    /// <summary>How the capture is; null where only a store is served.</summary>
    public Func<SensorStatus?>? Sensor { get; init; }

    /// <summary>Nobody is to be answered.</summary>
    public bool IsNone => Grpc is null && Http is null;

    /// <exception cref="UsageException">They contradict each other.</exception>
    public void Check()
    {
        if ((Certificate is null) != (CertificateKey is null))
        {
            throw new UsageException("--certificate and --certificate-key: both, or none");
        }
        foreach (var address in new[] { Grpc, Http }.OfType<ListenAddress>().Where(address => !address.IsLocal))
        {
            if (Certificate is null)
            {
                throw new UsageException($"{address}: other machines get there: that takes --certificate FILE and --certificate-key FILE");
            }
            if (Tokens is null)
            {
                throw new UsageException($"{address}: other machines get there: that takes --tokens FILE");
            }
        }
    }
}
