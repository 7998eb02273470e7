using Microsoft.Extensions.Diagnostics.HealthChecks;
using TrafficClassifier.Server.Running;

namespace TrafficClassifier.Server.Grpc;

/// <summary>Whether the sensor is without one problem.</summary>
internal sealed class SensorProblemHealth(Func<SensorStatus?> sensor, SensorProblem problem) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (sensor() is not { } status)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("the sensor has just begun"));
        }
        var found = status.Problems.Where(each => each.Problem == problem).Select(each => each.Text).FirstOrDefault();
        return Task.FromResult(found is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(found));
    }
}
