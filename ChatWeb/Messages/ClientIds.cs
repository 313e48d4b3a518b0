using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Messages;

/// <summary>Reads the id that a sender gives a message.</summary>
internal static class ClientIds
{
    /// <exception cref="ProblemException">400: it is there and no UUID.</exception>
    public static Guid? Parse(string? text, IStringLocalizer<MessageProblems> texts) =>
        text is null ? null
        : Guid.TryParseExact(text, "D", out var id) ? id
        : throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-client-id", texts["ClientId"], "client_id");
}
