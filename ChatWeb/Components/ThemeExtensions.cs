using System.Security.Claims;

namespace ChatWeb.Components;

/// <summary>How a page looks for its reader.</summary>
public static class ThemeExtensions
{
    /// <summary>The reader's theme as <c>data-theme</c> takes it: <c>light</c>, <c>dark</c> or, also for strangers, <c>system</c>.</summary>
    public static string Theme(this ClaimsPrincipal user) =>
        user.FindFirstValue("theme")?.ToLowerInvariant() is "light" or "dark" ? user.FindFirstValue("theme")!.ToLowerInvariant() : "system";
}
