using ChatWeb.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace ChatWeb.Http;

/// <summary>
/// What an exception means to the caller: their own mistake with its sentence, a database that is away, or a fault of
/// ours that is logged and never shown. Programs get JSON; people get the error page.
/// </summary>
internal sealed partial class ExceptionsToProblems(ILogger<ExceptionsToProblems> logger) : IExceptionHandler
{
    public static ProblemException Of(Exception exception) => exception switch
    {
        ProblemException known => known,
        BadHttpRequestException bad => Problems.OfStatus(bad.StatusCode),
        _ when exception.IsDatabaseFailure() => Problems.OfStatus(StatusCodes.Status503ServiceUnavailable),
        _ => Problems.OfStatus(StatusCodes.Status500InternalServerError),
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        // By now the request's own path is that of the error page.
        var path = context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? context.Request.Path;
        if (!context.Request.IsApi(path))
        {
            return false; // the error page; the framework logs what is no problem of the caller's
        }

        var problem = Of(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            LogFault(exception, context.Request.Method, path);
        }

        await Problems.WriteAsync(context, problem);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private partial void LogFault(Exception exception, string method, string path);
}
