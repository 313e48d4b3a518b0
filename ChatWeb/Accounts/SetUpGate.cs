using ChatWeb.Data;
using ChatWeb.Http;
using Microsoft.Extensions.Localization;

namespace ChatWeb.Accounts;

/// <summary>Until the server is set up there is nothing else to do: people are led to <c>/setup</c>, programs are refused.</summary>
internal sealed class SetUpGate(InstallationState installation, IStringLocalizer<AccountTexts> texts) : IMiddleware
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (installation.IsSetUp || IsOutside(context) || await IsSetUpElsewhereAsync(context))
        {
            await next(context);
            return;
        }

        var request = context.Request;
        if (!request.IsApi() && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            context.Response.Redirect("/setup");
            return;
        }

        // Registering is not allowed yet, everything else not possible yet.
        var status = request.Path.StartsWithSegments("/api/identity") ? StatusCodes.Status403Forbidden : StatusCodes.Status503ServiceUnavailable;
        throw new ProblemException(status, "not-set-up", texts["SetUp.Needed"]);
    }

    private static bool IsOutside(HttpContext context) =>
        !context.ReachesAFeature() || context.Request.Path.StartsWithSegments("/setup");

    /// <summary>Another process with the same database may have been set up meanwhile.</summary>
    private async Task<bool> IsSetUpElsewhereAsync(HttpContext context)
    {
        await installation.RefreshAsync(context.RequestAborted);
        return installation.IsSetUp;
    }
}
