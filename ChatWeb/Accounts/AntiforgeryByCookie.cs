using ChatWeb.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>
/// Requires an antiforgery token of every unsafe request that the cookie authenticated: a browser adds the cookie by
/// itself, whoever asked it to. A bearer token is added by a program on purpose and needs no second one.
/// </summary>
internal sealed class AntiforgeryByCookie(IAntiforgery antiforgery, IStringLocalizer<AccountTexts> texts) : IMiddleware
{
    /// <summary>The header and the form field that carry the token.</summary>
    public const string TokenName = "RequestVerificationToken";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsBound(context) && await FaultAsync(context) is { } fault)
        {
            if (context.Request.IsApi())
            {
                await Problems.WriteAsync(context, fault);
                return;
            }

            throw fault; // the error page shows it
        }

        await next(context);
    }

    private static bool IsBound(HttpContext context) =>
        !IsSafe(context.Request.Method)
        && context.User.IsSignedIn()
        && !context.Request.BringsToken()
        && context.Features.Get<IStatusCodeReExecuteFeature>() is null
        && context.Features.Get<IExceptionHandlerFeature>() is null;

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>The body is read only when it is a form and no header brought the token; Kestrel's limit bounds it.</summary>
    private async Task<ProblemException?> FaultAsync(HttpContext context)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(context);
            return null;
        }
        catch (AntiforgeryValidationException exception)
        {
            return exception.InnerException switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.OfStatus(StatusCodes.Status413PayloadTooLarge),
                InvalidDataException => Problems.OfStatus(StatusCodes.Status400BadRequest), // no form that can be read
                _ => new ProblemException(StatusCodes.Status400BadRequest, "antiforgery", texts["Antiforgery"]),
            };
        }
    }
}
