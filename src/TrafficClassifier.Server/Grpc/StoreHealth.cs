using Microsoft.Extensions.Diagnostics.HealthChecks;
using TrafficClassifier.Storage.Sqlite;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Whether questions can be answered: the store can be read.</summary>
internal sealed class StoreHealth(ServiceOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            SqliteStore.Look(options.Folder).Dispose();
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(fault.Message));
        }
    }
}
