using ChatWeb.Accounts;
using ChatWeb.Data;
using ChatWeb.Data.Redis;
using ChatWeb.Http;
using ChatWeb.Messages;
using ChatWeb.Moderation;
using ChatWeb.Rooms;
using ChatWeb.Streaming;
using ChatWeb.Telemetry;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
builder.WebHost.UseStaticWebAssets();

builder.AddWeb()
    .AddDatabase()
    .AddRedis()
    .AddAccounts()
    .AddRooms()
    .AddMessages()
    .AddModeration()
    .AddStreaming()
    .AddTelemetry();

var app = builder.Build();

// A database that can't be opened or migrated stops the start with its reason.
await app.PrepareDatabaseAsync(app.Lifetime.ApplicationStopping);
await app.SetUpUnattendedAsync(app.Lifetime.ApplicationStopping);

LongRequest.Use(app);
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
