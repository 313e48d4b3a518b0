namespace ChatWeb.Streaming.Redis;

internal static class RedisBusSetup
{
    /// <summary>The bus between nodes, over the connection that <see cref="Data.Redis.RedisSetup"/> made.</summary>
    public static void AddRedisBus(this IServiceCollection services)
    {
        services.AddSingleton<InProcessRoomBus>();
        services.AddSingleton<RedisRoomBus>();
        services.AddSingleton<IRoomBus>(provider => provider.GetRequiredService<RedisRoomBus>());
        services.AddSingleton<BusSubscription>();
        services.AddSingleton<ISweepTask, BusSweep>();
    }
}
