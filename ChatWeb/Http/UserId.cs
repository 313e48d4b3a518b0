using System.Security.Claims;

namespace ChatWeb.Http;

public static class UserId
{
    /// <summary>The signed-in user's id. Only for endpoints that require somebody signed in.</summary>
    public static Guid Id(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!);
}
