using ChatWeb.Streaming.Fallback;
using ChatWeb.Streaming.Signals;
using ChatWeb.Streaming.WebSockets;

namespace ChatWeb.Streaming;

public static class StreamingSetup
{
    /// <summary>The room log, the broadcast queue in this process's memory, the bus, the hubs and their sweep.</summary>
    public static WebApplicationBuilder AddStreaming(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StreamOptions>()
            .BindConfiguration(StreamOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddDistributedMemoryCache();
        services.AddSingleton<IRoomBus, InProcessRoomBus>();
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
        services.AddSingleton<ISweepTask, HeadsSweep>();
        services.AddSingleton<ISweepTask, RevocationSweep>();
        services.AddSignals();
        services.AddHostedService<StreamSweep>();
        return builder;
    }

    public static void MapStreaming(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<RoomStreamEndpoint>();
        app.MapGet("/chat/sse/{roomId:long}", context => endpoint.ServeAsync(context, RouteRoomId(context))).RequireAuthorization();
        var sockets = app.Services.GetRequiredService<SocketEndpoint>();
        app.MapGet("/chat/ws/{roomId:long}", context => sockets.ServeAsync(context, RouteRoomId(context))).RequireAuthorization();
        var poll = app.Services.GetRequiredService<PollEndpoint>();
        app.MapGet("/chat/poll/{roomId:long}", context => poll.ServeAsync(context, RouteRoomId(context))).RequireAuthorization();
    }

    /// <summary>Lets connections become WebSockets. Heartbeats keep them awake: a ping would take a timer each.</summary>
    public static void UseStreaming(this WebApplication app) =>
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });

    private static long RouteRoomId(HttpContext context) =>
        long.Parse((string)context.GetRouteValue("roomId")!, System.Globalization.CultureInfo.InvariantCulture);
}
