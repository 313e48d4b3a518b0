using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatWeb.Data.Redis;

/// <summary>Without Redis a node serves on, with what other nodes say coming late: degraded, and ready.</summary>
internal sealed class RedisHealthCheck(RedisConnection connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.RunAsync("PING", db => db.PingAsync(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisUnavailableException or StackExchange.Redis.RedisException)
        {
            return HealthCheckResult.Degraded();
        }
    }
}
