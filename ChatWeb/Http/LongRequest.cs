using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace ChatWeb.Http;

/// <summary>
/// A request that is let in like any other and then lives for half an hour. Each middleware that waits for it, and
/// what they hold (the scope's services, the principal, cookies), would live as long: three quarters of a stream's
/// memory. So it leaves the pipeline when it is let in: the middlewares end, and the outermost one alone waits for it.
/// </summary>
internal sealed class LongRequest
{
    private readonly TaskCompletionSource _leaving = new();
    private readonly TaskCompletionSource _left = new();
    private Task _serving = Task.CompletedTask;

    private LongRequest()
    {
    }

    /// <summary>Waits for those that leave. Before everything else: errors after leaving are answered by nobody.</summary>
    public static void Use(WebApplication app) =>
        app.Use(static async (context, next) =>
        {
            await next(context);
            if (context.Features.Get<LongRequest>() is { } request)
            {
                context.Features.Set<LongRequest>(null);
                request._left.SetResult();
                await request._serving;
            }
        });

    /// <summary>Makes an endpoint one whose requests may leave.</summary>
    public static RequestDelegate Of(RequestDelegate serve) => async context =>
    {
        var request = new LongRequest();
        context.Features.Set(request);
        request._serving = serve(context);
        await Task.WhenAny(request._serving, request._leaving.Task);
        if (!request._leaving.Task.IsCompleted)
        {
            // It ended here, maybe by an error that the pipeline answers.
            context.Features.Set<LongRequest>(null);
            await request._serving;
        }
    };

    /// <summary>
    /// Ends the pipeline and the request's scope. From then on nobody is signed in, cookies and tokens are forgotten,
    /// and <see cref="HttpContext.RequestServices"/> is <paramref name="program"/>.
    /// </summary>
    public static async ValueTask LeaveAsync(HttpContext context, IServiceProvider program)
    {
        if (context.Features.Get<LongRequest>() is { } request)
        {
            request._leaving.SetResult();
            await request._left.Task;
        }

        await RequestScope.EndAsync(context, program);
        Forget(context);
    }

    private static void Forget(HttpContext context)
    {
        var features = context.Features;
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        features.Set<IRequestCookiesFeature>(null);
        var headers = context.Request.Headers;
        headers.Cookie = default;
        headers.Authorization = default;

        // The context and the request remember features until they look for one again.
        _ = context.RequestAborted;
        _ = context.Request.QueryString;
    }
}
