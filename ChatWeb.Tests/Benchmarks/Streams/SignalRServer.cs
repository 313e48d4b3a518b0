using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatWeb.Benchmarks.Streams;

/// <summary>The framework's own way to many readers: a SignalR hub, read over its Server-Sent Events transport.</summary>
internal static class SignalRServer
{
    public const string Name = "signalr";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // The readers here only read: they are not to be taken for dead because they send no pings.
        builder.Services.AddSignalR(hub => hub.ClientTimeoutInterval = TimeSpan.FromHours(1));
        await using var app = builder.Build();
        app.MapHub<Everybody>("/stream");
        var number = 0L;
        app.MapPost("/publish", async (HttpRequest request, IHubContext<Everybody> hub) =>
        {
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync();
            await hub.Clients.All.SendAsync("new_message", $"number={Interlocked.Increment(ref number)} {text}");
            return Results.NoContent();
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
    }

    private sealed class Everybody : Hub;
}
