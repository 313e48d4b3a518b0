using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using ChatWeb.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ChatWeb.Tests.Streaming;

/// <summary>Looks inside the process, so the program runs in this one, on real Kestrel; nothing else may use EF meanwhile.</summary>
[CollectionDefinition(nameof(OpenStreamTests), DisableParallelization = true)]
[Collection(nameof(OpenStreamTests))]
public sealed class OpenStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatweb-inside-").FullName;

    [Fact]
    public async Task Open_streams_keep_no_database_context_alive()
    {
        const int Streams = 20;
        using var program = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("ConnectionStrings:Chat", $"Data Source={Path.Combine(_folder, "chatweb.db")}")
            .UseSetting("Setup:ServerName", "Inside")
            .UseSetting("Setup:AdminEmail", ChatServer.AdminEmail)
            .UseSetting("Setup:AdminPassword", ChatServer.AdminPassword));
        program.UseKestrel(0);
        program.StartServer();
        using var http = program.CreateClient();
        using var signedIn = await http.PostAsJsonAsync("/api/identity/login", new { email = ChatServer.AdminEmail, password = ChatServer.AdminPassword });
        var tokens = await ChatApi.ReadAsync<WireTokens>(signedIn, System.Net.HttpStatusCode.OK);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        var rooms = await http.GetFromJsonAsync<WireRooms>("/api/chat/rooms", Wire.Json);
        var room = rooms!.Rooms[0];
        var before = LiveContexts();

        var streams = Enumerable.Range(0, Streams).Select(_ => SseClient.Open(http, $"/chat/sse/{room.Id}?format=json")).ToList();
        foreach (var stream in streams)
        {
            await stream.NextAsync("connection_ack");
        }

        // One message through all of them: whatever opening and delivering needs has been used.
        using var posted = await http.PostAsJsonAsync($"/api/chat/rooms/{room.Id}/messages", new { body = "hello" });
        foreach (var stream in streams)
        {
            await stream.NextAsync("new_message");
        }

        Assert.Equal(before, LiveContexts());
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static long LiveContexts()
    {
        long? live = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "microsoft.entityframeworkcore.active_dbcontexts")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => live = value);
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => live = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return live ?? throw new InvalidOperationException("EF does not count its contexts.");
    }
}
