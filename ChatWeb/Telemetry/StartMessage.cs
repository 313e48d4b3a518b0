using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatWeb.Telemetry;

public static partial class StartMessage
{
    /// <summary>Says which address to open, once the program listens.</summary>
    public static void AnnounceAddress(this WebApplication app) =>
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            foreach (var address in addresses)
            {
                // A wildcard can't be opened in a browser on this machine; its own name can.
                LogOpen(app.Logger, address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
            }
        });

    [LoggerMessage(Level = LogLevel.Information, Message = "ChatWeb is ready. Open {Address} in a browser.")]
    private static partial void LogOpen(ILogger logger, string address);
}
