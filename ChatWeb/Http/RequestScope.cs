using Microsoft.AspNetCore.Http.Features;

namespace ChatWeb.Http;

/// <summary>The services of one request.</summary>
public static class RequestScope
{
    /// <summary>
    /// Ends the request's scope before the response does: a stream that lives for half an hour must not keep the
    /// <c>DbContext</c> that opened it. From then on <see cref="HttpContext.RequestServices"/> is <paramref name="program"/>.
    /// </summary>
    public static async ValueTask EndAsync(HttpContext context, IServiceProvider program)
    {
        if (context.Features.Get<IServiceProvidersFeature>() is IAsyncDisposable scope)
        {
            await scope.DisposeAsync();
        }

        context.Features.Set<IServiceProvidersFeature>(new ProgramServices { RequestServices = program });
    }

    private sealed class ProgramServices : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
