using System.Text.Json;
using ChatWeb.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatWeb.Streaming.Feeds;

/// <summary><c>PUT /sse/events/{client_id}/channels</c>: changes what an open stream carries, without reconnecting.</summary>
internal sealed class ChannelsEndpoint(EventStreams open)
{
    private const int MaxBody = 16 * 1024;

    /// <exception cref="ProblemException">
    /// 400: no channels, or unknown ones. 404: the caller has no stream of that name open in this process.
    /// </exception>
    public async Task ServeAsync(HttpContext context, string clientId)
    {
        var channels = await ReadAsync(context);
        var stream = open.Find(context.User.Id(), clientId) ?? throw Problems.NotFound();
        stream.Carry(channels);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<EventChannels> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw Problems.OfStatus(StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            return Parse(body.RootElement);
        }
        catch (JsonException)
        {
            throw EventChannelNames.Unknown();
        }
    }

    /// <summary>A list of names, or the names in one text as in the stream's address.</summary>
    private static EventChannels Parse(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("channels", out var channels)
            ? channels.ValueKind switch
            {
                JsonValueKind.Array => EventChannelNames.Parse(
                    channels.EnumerateArray().Select(name => name.ValueKind == JsonValueKind.String ? name.GetString() : null)),
                JsonValueKind.String => EventChannelNames.Parse(channels.GetString()!),
                _ => throw EventChannelNames.Unknown(),
            }
            : throw EventChannelNames.Unknown();
}
