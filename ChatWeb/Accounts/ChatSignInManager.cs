using System.Security.Claims;
using ChatWeb.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>
/// Identity's sign-in, which takes as long for an address that nobody has as for a wrong password, and in which every
/// cookie and token belongs to a <see cref="SignInSession"/>: a sign-in begins one, whatever is issued anew keeps it.
/// </summary>
public sealed class ChatSignInManager(
    UserManager<ChatUser> users,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<ChatUser> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<ChatUser>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<ChatUser> confirmation,
    SessionService sessions)
    : SignInManager<ChatUser>(users, context, claims, options, logger, schemes, confirmation)
{
    private static readonly ChatUser Nobody = new();
    private static string? _nobodysHash;

    /// <summary>The session that what is issued next goes on with.</summary>
    private Guid? _continued;

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

    /// <summary>A banned account is told so as <see cref="SignInResult.NotAllowed"/>, and only to who has its password.</summary>
    public override async Task<SignInResult> TwoFactorAuthenticatorSignInAsync(string code, bool isPersistent, bool rememberClient) =>
        await IsBannedAsync() ? SignInResult.NotAllowed : await base.TwoFactorAuthenticatorSignInAsync(code, isPersistent, rememberClient);

    /// <inheritdoc cref="TwoFactorAuthenticatorSignInAsync"/>
    public override async Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode) =>
        await IsBannedAsync() ? SignInResult.NotAllowed : await base.TwoFactorRecoveryCodeSignInAsync(recoveryCode);

    /// <summary>
    /// Asked before a cookie is issued anew, every <c>Chat:SignIn:RevalidateSeconds</c>, and before tokens are for a
    /// refresh token: the session must hold, and goes on.
    /// </summary>
    public override async Task<ChatUser?> ValidateSecurityStampAsync(ClaimsPrincipal? principal)
    {
        if (await base.ValidateSecurityStampAsync(principal) is not { } user
            || !await sessions.ContinueAsync(user, principal!.SessionId(), Context.RequestAborted))
        {
            return null;
        }

        _continued = principal!.SessionId();
        return user;
    }

    /// <summary>Keeps the browser's session, or begins a new one when the change it is for ended that.</summary>
    public override async Task RefreshSignInAsync(ChatUser user)
    {
        var cookie = await Context.AuthenticateAsync(AuthenticationScheme);
        if (cookie.Principal?.SessionId() is { } id && await sessions.ContinueAsync(user, id, Context.RequestAborted))
        {
            _continued = id;
        }

        await base.RefreshSignInAsync(user);
    }

    public override async Task SignInWithClaimsAsync(
        ChatUser user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims)
    {
        var before = Context.User;
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);

        // The browser has thrown the cookie of its last session away: what is open on it must not go on as somebody else.
        if (AuthenticationScheme == IdentityConstants.ApplicationScheme && !Context.Request.BringsToken() && before.SessionId() != Context.User.SessionId())
        {
            await EndAsync(before);
        }
    }

    public override async Task<ClaimsPrincipal> CreateUserPrincipalAsync(ChatUser user)
    {
        var principal = await base.CreateUserPrincipalAsync(user);
        var session = _continued ?? await sessions.BeginAsync(user, Context.RequestAborted);
        _continued = null;
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ChatClaims.Session, session.ToString()));
        return principal;
    }

    /// <summary>Ends the session, and with it all that it has open, also when the browser does not wait for the answer.</summary>
    public override async Task SignOutAsync()
    {
        await EndAsync(Context.User);
        await base.SignOutAsync();
    }

    /// <summary>Comes after the password, and before the second factor.</summary>
    protected override async Task<SignInResult> SignInOrTwoFactorAsync(ChatUser user, bool isPersistent, string? loginProvider = null, bool bypassTwoFactor = false) =>
        user.BannedAt is null ? await base.SignInOrTwoFactorAsync(user, isPersistent, loginProvider, bypassTwoFactor) : SignInResult.NotAllowed;

    private async Task<bool> IsBannedAsync() => await GetTwoFactorAuthenticationUserAsync() is { BannedAt: not null };

    private Task EndAsync(ClaimsPrincipal user) =>
        user.SessionId() != Guid.Empty ? sessions.EndAsync(user.Id(), user.SessionId(), CancellationToken.None) : Task.CompletedTask;
}
