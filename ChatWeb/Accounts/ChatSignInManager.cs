using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>Identity's sign-in, which takes as long for an address that nobody has as for a wrong password.</summary>
public sealed class ChatSignInManager(
    UserManager<ChatUser> users,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<ChatUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<ChatUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<ChatUser> confirmation)
    : SignInManager<ChatUser>(users, context, claims, options, logger, schemes, confirmation)
{
    private static readonly ChatUser Nobody = new();
    private static string? _nobodysHash;

    public override async Task<SignInResult> PasswordSignInAsync(string userName, string password, bool isPersistent, bool lockoutOnFailure)
    {
        if (await UserManager.FindByNameAsync(userName) is { } user)
        {
            return await PasswordSignInAsync(user, password, isPersistent, lockoutOnFailure);
        }

        _nobodysHash ??= UserManager.PasswordHasher.HashPassword(Nobody, Nobody.Id.ToString());
        UserManager.PasswordHasher.VerifyHashedPassword(Nobody, _nobodysHash, password);
        return SignInResult.Failed;
    }
}
