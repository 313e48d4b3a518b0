using System.Security.Claims;
using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>
/// Ends bearer tokens when their user signs out everywhere or changes the password, as cookies end: Identity itself
/// would honour a token until it runs out, an hour. A user's stamp is read at most once per <c>Chat:SignIn:RevalidateSeconds</c>.
/// </summary>
internal sealed class BearerSessions(
    IDbContextFactory<ChatDbContext> contexts,
    IOptions<ChatSignInOptions> signIn,
    IOptions<IdentityOptions> identity) : IMiddleware, IDisposable
{
    private readonly MemoryCache _stamps = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.BringsToken() && context.User.IsSignedIn() && !await IsCurrentAsync(context.User, context.RequestAborted))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(context);
    }

    public void Dispose() => _stamps.Dispose();

    private async Task<bool> IsCurrentAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = user.Id();
        if (!_stamps.TryGetValue(id, out string? stamp))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            stamp = await db.Users.Where(u => u.Id == id).Select(u => u.SecurityStamp).SingleOrDefaultAsync(cancellationToken);
            _stamps.Set(id, stamp, new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(signIn.Value.RevalidateSeconds),
            });
        }

        return stamp is not null && stamp == user.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
    }
}
