using ChatWeb.Data.Redis;
using ChatWeb.Http;
using ChatWeb.Streaming.Fallback;
using ChatWeb.Streaming.Feeds;
using ChatWeb.Streaming.Redis;
using ChatWeb.Streaming.Signals;
using ChatWeb.Streaming.WebSockets;

namespace ChatWeb.Streaming;

public static class StreamingSetup
{
    /// <summary>The room log, the broadcast queue and the bus, in this process's memory or on Redis, the hubs and their sweep.</summary>
    public static WebApplicationBuilder AddStreaming(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StreamOptions>()
            .BindConfiguration(StreamOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (RedisSettings.Find(builder.Configuration) is null)
        {
            services.AddDistributedMemoryCache();
            services.AddSingleton<IRoomBus, InProcessRoomBus>();
        }
        else
        {
            services.AddRedisBus();
        }

        services.AddSingleton<RoomLog>();
        services.AddSingleton<BroadcastQueue>();
        services.AddSingleton<RoomPublisher>();
        services.AddSingleton<RoomEventReader>();
        services.AddSingleton<FrameRenderer>();
        services.AddSingleton<RoomDoor>();
        services.AddSingleton<RoomHubs>();
        services.AddSingleton<RoomReplay>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<SseStreams>();
        services.AddSingleton<RoomStreamEndpoint>();
        services.AddSingleton<SocketRooms>();
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton<PollReader>();
        services.AddSingleton<PollEndpoint>();
        services.AddSingleton<HeadsSweep>();
        services.AddSingleton<ISweepTask>(provider => provider.GetRequiredService<HeadsSweep>());
        services.AddSingleton<ISweepTask, RevocationSweep>();
        services.AddSignals();
        services.AddFeeds();
        services.AddHostedService<StreamSweep>();
        return builder;
    }

    public static void MapStreaming(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<RoomStreamEndpoint>();
        app.MapStream("/chat/sse/{roomId:long}", context => endpoint.ServeAsync(context, RouteRoomId(context)));
        var sockets = app.Services.GetRequiredService<SocketEndpoint>();
        app.MapStream("/chat/ws/{roomId:long}", context => sockets.ServeAsync(context, RouteRoomId(context)));
        var poll = app.Services.GetRequiredService<PollEndpoint>();
        app.MapGet("/chat/poll/{roomId:long}", context => poll.ServeAsync(context, RouteRoomId(context))).RequireAuthorization();
        app.MapFeeds();
    }

    /// <summary>Lets connections become WebSockets. Heartbeats keep them awake: a ping would take a timer each.</summary>
    public static void UseStreaming(this WebApplication app) =>
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });

    /// <summary>An endpoint whose answer is a stream: see <see cref="LongRequest"/>.</summary>
    private static void MapStream(this WebApplication app, string pattern, RequestDelegate serve) =>
        app.MapGet(pattern, LongRequest.Of(serve)).RequireAuthorization();

    private static long RouteRoomId(HttpContext context) =>
        long.Parse((string)context.GetRouteValue("roomId")!, System.Globalization.CultureInfo.InvariantCulture);
}
