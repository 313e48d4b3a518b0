using ChatWeb.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatWeb.Accounts;

/// <summary>Cookie or bearer token, never both: a request that brings a token is judged by it alone.</summary>
internal static class AuthenticationSetup
{
    public const string Scheme = "ChatWeb";

    private const string Bearer = "Bearer ";

    public static bool BringsToken(this HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    public static void AddCookieOrBearer(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.BringsToken() ? IdentityConstants.BearerScheme : IdentityConstants.ApplicationScheme)
            .AddBearerToken(IdentityConstants.BearerScheme)
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "ChatWeb";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.ExpireTimeSpan = SessionService.CookieLife;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/account/sign-in";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        });
        services.AddOptions<SecurityStampValidatorOptions>().Configure<IOptions<ChatSignInOptions>>(
            (stamps, signIn) => stamps.ValidationInterval = TimeSpan.FromSeconds(signIn.Value.RevalidateSeconds));
    }

    /// <summary>Only a person who could sign in is sent somewhere else; all others get the status, whose body is made where errors are answered.</summary>
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && !context.Request.IsApi())
        {
            // Relative, whatever host the request named. What was posted is gone: back to a page, not to a form's address.
            var isPage = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
            context.Response.Redirect(isPage ? new Uri(context.RedirectUri).PathAndQuery : context.Options.LoginPath);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}
