using ChatWeb.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity.Data;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>Identity's own endpoints for programs, below <c>/api/identity</c>, with this server's rules before them.</summary>
internal static class IdentityApi
{
    /// <summary>Codes and tokens of ours are below 2 KB.</summary>
    private const int MaxToken = 8 * 1024;

    public static void MapIdentityApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/identity");
        group.AddEndpointFilterFactory((_, next) => context => FilterAsync(context, next));
        group.MapIdentityApi<ChatUser>();
        group.MapPost("/logout", SignOutAsync).RequireAuthorization();
    }

    /// <summary>What Identity leaves out: a program ends its own session, access and refresh token alike.</summary>
    private static async Task<NoContent> SignOutAsync(ChatSignInManager signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.Arguments.Any(argument => !IsSound(argument)))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "invalid-input", Texts(context)["Input.Unsound"]);
        }

        var request = context.Arguments.FirstOrDefault(a => a is RegisterRequest or LoginRequest);
        if (request is RegisterRequest && !context.HttpContext.RequestServices.GetRequiredService<Registration>().IsOpen)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "registration-closed", Texts(context)["Registration.Closed"]);
        }

        return request is LoginRequest ? await LimitAsync(context, next) : await next(context);
    }

    /// <summary>Counts the sign-ins that fail, together with those of the page.</summary>
    private static async ValueTask<object?> LimitAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var failures = http.RequestServices.GetRequiredService<FailedSignIns>();
        if (failures.Begin(http.Connection.RemoteIpAddress) is { } wait)
        {
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "too-many-sign-ins", Texts(context)["SignIn.TooMany"], retryAfter: wait);
        }

        var answer = await next(context);
        if (answer is not INestedHttpResult { Result: ProblemHttpResult })
        {
            failures.Succeeded(http.Connection.RemoteIpAddress);
        }

        return answer;
    }

    /// <summary>Whether every text in a request is there where it must be, well-formed and of a sensible length.</summary>
    private static bool IsSound(object? argument) => argument switch
    {
        RegisterRequest r => Must(r.Email) && Must(r.Password),
        LoginRequest r => Must(r.Email) && Must(r.Password) && May(r.TwoFactorCode) && May(r.TwoFactorRecoveryCode),
        RefreshRequest r => Must(r.RefreshToken, MaxToken),
        ForgotPasswordRequest r => Must(r.Email),
        ResendConfirmationEmailRequest r => Must(r.Email),
        ResetPasswordRequest r => Must(r.Email) && Must(r.ResetCode, MaxToken) && Must(r.NewPassword),
        InfoRequest r => May(r.NewEmail) && May(r.NewPassword) && May(r.OldPassword)
            && (string.IsNullOrEmpty(r.NewEmail) || AccountRules.IsEmail(r.NewEmail)),
        TwoFactorRequest r => May(r.TwoFactorCode),
        string text => May(text, MaxToken),
        _ => true,
    };

    private static bool Must(string? text, int max = AccountRules.MaxLength) => text is not null && May(text, max);

    private static bool May(string? text, int max = AccountRules.MaxLength) =>
        text is null || (text.Length <= max && AccountRules.IsWellFormed(text));

    private static IStringLocalizer<AccountTexts> Texts(EndpointFilterInvocationContext context) =>
        context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<AccountTexts>>();
}
