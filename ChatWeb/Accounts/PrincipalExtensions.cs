using System.Security.Claims;

namespace ChatWeb.Accounts;

/// <summary>Who is signed in, from the claims of the cookie or token.</summary>
public static class PrincipalExtensions
{
    /// <summary>The name that others see.</summary>
    public static string DisplayName(this ClaimsPrincipal user) => user.FindFirstValue(ChatClaims.Name) ?? "";

    /// <summary>What the user may do on the whole server.</summary>
    public static UserRole Role(this ClaimsPrincipal user) =>
        Enum.TryParse<UserRole>(user.FindFirstValue(ChatClaims.Role), out var role) ? role : UserRole.Member;

    /// <summary>The <see cref="SignInSession"/> of the cookie or token; empty when there is none.</summary>
    public static Guid SessionId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ChatClaims.Session), out var session) ? session : Guid.Empty;

    public static bool IsSignedIn(this ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true;
}
