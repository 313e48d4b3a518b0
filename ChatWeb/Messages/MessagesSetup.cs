using ChatWeb.Messages.Attachments;
using ChatWeb.Messages.Changes;
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
        services.AddScoped<IRoomCommands, SocketPosting>();
        services.AddUploads(); // a room's files go before its messages
        services.AddSingleton<IRoomContent, RoomMessages>();
        services.AddSingleton<MessageEvents>();
        services.AddSingleton<IRoomEventTeller>(provider => provider.GetRequiredService<MessageEvents>());
        services.AddSingleton<IMessageSequences>(provider => provider.GetRequiredService<MessageEvents>());
        builder.AddAttachments();
        services.AddChanges();
        services.AddSearch();
        return builder;
    }
}
