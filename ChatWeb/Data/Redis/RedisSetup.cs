using ChatWeb.Telemetry;
using Microsoft.Extensions.Caching.Distributed;

namespace ChatWeb.Data.Redis;

public static class RedisSetup
{
    /// <summary>Before the keys of everything ChatWeb caches, on a Redis that it may share with others.</summary>
    public const string Instance = "chatweb:";

    /// <summary>
    /// With <c>ConnectionStrings:Redis</c>, the distributed cache of all nodes and its health check; without, nothing.
    /// Throws when the setting can't be read, and waits for nobody.
    /// </summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        if (RedisSettings.Find(builder.Configuration) is { } setting)
        {
            var options = RedisSettings.Parse(setting);
            builder.Services.AddSingleton<RedisMeters>();
            builder.Services.AddSingleton(services => new RedisConnection(
                options,
                services.GetRequiredService<RedisMeters>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<RedisConnection>>()));
            builder.Services.AddSingleton<IDistributedCache>(services => new RedisCache(
                services.GetRequiredService<RedisConnection>(), Instance, services.GetRequiredService<TimeProvider>()));
            builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", tags: ["ready"]);
        }

        return builder;
    }
}
