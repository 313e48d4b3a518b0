using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Changes;
using ChatWeb.Messages.Commands;
using ChatWeb.Messages.Drafts;
using ChatWeb.Messages.Mentions;
using ChatWeb.Messages.Pins;
using ChatWeb.Messages.Reactions;
using ChatWeb.Messages.Search;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Streaming.WebSockets;

namespace ChatWeb.Messages;

public static class MessagesSetup
{
    public static WebApplicationBuilder AddMessages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PostingOptions>()
            .BindConfiguration(PostingOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<PostingLimiter>();
        services.AddScoped<MessageService>();
        services.AddSingleton<SaidMessages>();
        services.AddScoped<PostingService>();
        services.AddScoped<DraftService>();
        services.AddCommands();
        services.AddScoped<IRoomCommands, SocketPosting>();
        services.AddUploads(); // a room's files go before its messages
        services.AddSingleton<IRoomContent, RoomMessages>();
        services.AddSingleton<MessageEvents>();
        services.AddSingleton<IRoomEventTeller>(provider => provider.GetRequiredService<MessageEvents>());
        services.AddSingleton<IMessageSequences>(provider => provider.GetRequiredService<MessageEvents>());
        builder.AddAttachments();
        services.AddChanges();
        services.AddSearch();
        services.AddReactions();
        services.AddScoped<PinService>();
        services.AddScoped<IMessageRows, MentionRows>();
        services.AddScoped<MessageMentions>();
        return builder;
    }
}
