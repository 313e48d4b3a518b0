using ChatWeb.Streaming;

namespace ChatWeb.Messages.Reactions;

internal static class ReactionsSetup
{
    public static void AddReactions(this IServiceCollection services)
    {
        services.AddSingleton<ReactionLimiter>();
        services.AddScoped<ReactionService>();
        services.AddScoped<OwnReactions>();
        services.AddScoped<IMessageRows, ReactionRows>();
        services.AddSingleton<ReactionEvents>();
        services.AddSingleton<IRoomEventTeller>(provider => provider.GetRequiredService<ReactionEvents>());
    }
}
