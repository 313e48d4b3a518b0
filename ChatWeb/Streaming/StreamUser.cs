using System.Security.Claims;
using ChatWeb.Http;

namespace ChatWeb.Streaming;

/// <summary>Who holds a stream, as the session said when it opened.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The sign-in, by cookie or token, that opened it; when that ends, so does the stream.</param>
/// <param name="Name">The name that others see.</param>
public sealed record StreamUser(Guid UserId, Guid SessionId, string Name)
{
    /// <summary>The claim that holds the session's id (the name OpenID Connect gives it).</summary>
    public const string SessionClaim = "sid";

    public static StreamUser Of(ClaimsPrincipal user) => new(
        user.Id(),
        Guid.TryParse(user.FindFirstValue(SessionClaim), out var session) ? session : Guid.Empty,
        user.Identity?.Name ?? "");
}
