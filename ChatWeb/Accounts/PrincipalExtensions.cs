using System.Security.Claims;

namespace ChatWeb.Accounts;

/// <summary>Who is signed in, from the claims of the cookie or token.</summary>
public static class PrincipalExtensions
{
    /// <summary>The user's id. Only for endpoints that require somebody signed in.</summary>
    public static Guid Id(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);

    /// <summary>The name that others see.</summary>
    public static string DisplayName(this ClaimsPrincipal user) => user.FindFirstValue("name") ?? "";
}
