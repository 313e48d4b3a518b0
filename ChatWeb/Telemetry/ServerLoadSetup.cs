using ChatWeb.Streaming;

namespace ChatWeb.Telemetry;

public static class ServerLoadSetup
{
    private static readonly PathString Polls = "/chat/poll";

    /// <summary>The meters, and how busy the process is.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StreamMeters>();
        builder.Services.AddSingleton<StreamProbe>();
        builder.Services.AddSingleton<ServerLoad>();
        builder.Services.AddSingleton<ISweepTask>(services => services.GetRequiredService<ServerLoad>());
        return builder;
    }

    /// <summary>Tells whoever polls how busy the server is, whatever the answer. Before all that answers.</summary>
    public static void UseServerLoad(this WebApplication app)
    {
        var load = app.Services.GetRequiredService<ServerLoad>();
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Polls))
            {
                // When it starts: an error's answer begins with empty headers.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[ServerLoad.Header] = load.Text;
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
    }
}
