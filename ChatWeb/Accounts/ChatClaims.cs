using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>The names of the claims in a cookie or token.</summary>
public static class ChatClaims
{
    public const string Id = ClaimTypes.NameIdentifier; // where UserId reads it
    public const string Session = Streaming.StreamUser.SessionClaim;
    public const string Name = "name";
    public const string Role = "role";
    public const string Language = "lang";
    public const string Theme = "theme";
}

/// <summary>
/// Puts into a session what every page needs, so that no request reads the user. The e-mail is left out on purpose:
/// what is not there cannot be shown to the wrong person.
/// </summary>
internal sealed class ChatClaimsFactory(ChatUserManager users, IOptions<IdentityOptions> options)
    : IUserClaimsPrincipalFactory<ChatUser>
{
    public async Task<ClaimsPrincipal> CreateAsync(ChatUser user)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ChatClaims.Name, ChatClaims.Role);
        identity.AddClaim(new Claim(ChatClaims.Id, user.Id.ToString()));
        identity.AddClaim(new Claim(ChatClaims.Name, user.DisplayName));
        identity.AddClaim(new Claim(ChatClaims.Role, user.Role.ToString()));
        identity.AddClaim(new Claim(ChatClaims.Theme, ThemeName(user.Theme)));
        if (user.Language is { } language)
        {
            identity.AddClaim(new Claim(ChatClaims.Language, language));
        }

        identity.AddClaim(new Claim(options.Value.ClaimsIdentity.SecurityStampClaimType, await users.GetSecurityStampAsync(user)));
        return new ClaimsPrincipal(identity);
    }

    private static string ThemeName(ThemeChoice theme) => theme switch
    {
        ThemeChoice.Light => "light",
        ThemeChoice.Dark => "dark",
        _ => "system",
    };
}
