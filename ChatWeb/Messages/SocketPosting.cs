using System.Text.Json;
using ChatWeb.Http;
using ChatWeb.Streaming;
using ChatWeb.Streaming.WebSockets;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages;

/// <summary>Messages that arrive on a socket, taken as the JSON API takes them.</summary>
internal sealed class SocketPosting(PostingService posting, IStringLocalizer<MessageProblems> texts) : IRoomCommands
{
    public async Task<JsonElement> PostAsync(long roomId, StreamUser user, JsonElement message, CancellationToken cancellationToken)
    {
        var posted = Read(message);
        var result = await posting.PostAsync(
            roomId,
            user.UserId,
            new NewMessage(posted.Body, ClientIds.Parse(posted.ClientId, texts), posted.ReplyTo, posted.Attachments),
            cancellationToken);
        return JsonSerializer.SerializeToElement(result.Message, WireJson.Options);
    }

    private static MessagesController.PostedMessage Read(JsonElement message)
    {
        try
        {
            return message.Deserialize<MessagesController.PostedMessage>(WireJson.Options)!;
        }
        catch (JsonException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-input", "A field of the message has a value that it does not take.");
        }
    }
}
