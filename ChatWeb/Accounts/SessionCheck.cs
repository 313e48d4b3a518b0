using System.Security.Claims;
using ChatWeb.Data;
using ChatWeb.Http;

namespace ChatWeb.Accounts;

/// <summary>
/// Looks at the session of everybody who is signed in, at every request: one whose session has ended is as if signed
/// out. Cookies and tokens alone would be honoured until they run out. A database that can't be asked is a failure of
/// the request (503), and signs nobody out.
/// </summary>
internal sealed class SessionCheck(SessionQueries sessions) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.IsSignedIn() && context.ReachesAFeature() && !await HoldsAsync(context))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(context);
    }

    private Task<bool> HoldsAsync(HttpContext context) => sessions.HoldsAsync(
        context.RequestServices.GetRequiredService<ChatDbContext>(),
        context.User.Id(),
        context.User.SessionId(),
        context.RequestAborted);
}
