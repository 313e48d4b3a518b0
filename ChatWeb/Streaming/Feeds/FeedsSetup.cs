using ChatWeb.Http;

namespace ChatWeb.Streaming.Feeds;

internal static class FeedsSetup
{
    /// <summary>The users' own streams, and streams of many rooms for other programs.</summary>
    public static void AddFeeds(this IServiceCollection services)
    {
        services.AddSingleton<UserFeeds>();
        services.AddSingleton<UserNotices>();
        services.AddSingleton<FeedMembership>();
        services.AddSingleton<FeedMentions>();
        services.AddSingleton<FeedPass>();
        services.AddHostedService<FeedWorker>();
        services.AddSingleton<ISweepTask, FeedSweep>();
        services.AddSingleton<MeEndpoint>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<EventsRooms>();
        services.AddSingleton<EventsEndpoint>();
        services.AddSingleton<ChannelsEndpoint>();
    }

    public static void MapFeeds(this WebApplication app)
    {
        var me = app.Services.GetRequiredService<MeEndpoint>();
        app.MapGet("/chat/sse/me", LongRequest.Of(me.ServeAsync)).RequireAuthorization();

        var events = app.Services.GetRequiredService<EventsEndpoint>();
        app.MapGet("/sse/events", LongRequest.Of(context => events.ServeAsync(context, single: null))).RequireAuthorization();
        foreach (var (name, channel) in EventChannelNames.ByName)
        {
            app.MapGet($"/sse/{name}", LongRequest.Of(context => events.ServeAsync(context, channel))).RequireAuthorization();
        }

        var channels = app.Services.GetRequiredService<ChannelsEndpoint>();
        app.MapPut("/sse/events/{clientId}/channels", context => channels.ServeAsync(context, (string)context.GetRouteValue("clientId")!))
            .RequireAuthorization();
    }
}
