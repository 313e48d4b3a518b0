using ChatWeb.Accounts;
using ChatWeb.Commands;
using ChatWeb.Data;
using ChatWeb.Data.Redis;
using ChatWeb.Http;
using ChatWeb.Messages;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Telemetry;

// `migrate` and `doctor` do their work on the same services and end.
if (Command.Find(args) is { } command)
{
    return await command(Compose);
}

var app = Compose(args).Build();

// A database that can't be opened or migrated stops the start with its reason.
await app.PrepareDatabaseAsync(app.Lifetime.ApplicationStopping);
await app.SetUpUnattendedAsync(app.Lifetime.ApplicationStopping);

LongRequest.Use(app);
app.UseProxies();
app.UseSecurityHeaders();
app.UseServerLoad();
app.UseErrorAnswers();
app.UseRouting();
app.UseAccounts();
app.UseStreaming();

app.MapStaticAssets();
app.MapHealth();
app.MapStreaming();
app.MapAccounts();
app.MapControllers();
app.MapRazorPages().WithStaticAssets();

app.AnnounceAddress();
await app.RunAsync();
return 0;

static WebApplicationBuilder Compose(string[] settings)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = ContentRoot.Find() });
    builder.WebHost.UseStaticWebAssets();
    return builder.AddWeb()
        .AddDatabase()
        .AddRedis()
        .AddAccounts()
        .AddRooms()
        .AddMessages()
        .AddModeration()
        .AddStreaming()
        .AddTelemetry();
}
